import LuaSyntax
import Testing

/// What we say of a source, to be set beside what stock Lua says.
private func verdict(_ source: [UInt8]) -> SyntaxFailure? {
    do throws(SyntaxFailure) {
        _ = try Chunk(parsing: source)
        return nil
    } catch {
        return error
    }
}

struct ConformanceTests {
    @Test func `every Lua file of the project is judged as stock Lua judges it`() throws {
        // A compiled chunk is none of ours to tell.
        let sources = try ProjectSources.all().filter { $0.bytes.first != 27 }
        let faults = try StockLua.faults(in: sources.map(\.bytes))

        #expect(sources.count > 300)
        for (source, fault) in zip(sources, faults) {
            let ours = verdict(source.bytes)
            #expect(ours?.message == fault?.message, "\(source.path)")
            #expect(ours?.line == fault?.line, "\(source.path)")
        }
    }

    @Test(arguments: [Snippets.valid, Snippets.invalid, Snippets.manyLocals])
    func `a snippet is refused with the words and the line of stock Lua`(
        snippets: [String]
    ) throws {
        let faults = try StockLua.faults(in: snippets.map { Array($0.utf8) })

        for (snippet, fault) in zip(snippets, faults) {
            let ours = verdict(Array(snippet.utf8))
            let message = ours?.message.replacing("\n", with: "\\n")
            #expect(message == fault?.message, "\(snippet)")
            #expect(ours?.line == fault?.line, "\(snippet)")
        }
    }

    @Test func `the snippets are what they are said to be`() {
        let refused = Snippets.valid.filter { verdict(Array($0.utf8)) != nil }
        let accepted = Snippets.invalid.filter { verdict(Array($0.utf8)) == nil }

        #expect(refused == [])
        #expect(accepted == [])
    }

    @Test(arguments: [
        "scripts/lib/addresses.lua", "scripts/nightly_pause.lua",
        "Tests/ScriptHostTests/Cases/closures_and_goto.lua",
    ])
    func `a source cut between tokens is incomplete where stock Lua misses its end`(
        path: String
    ) throws {
        let source = try ProjectSources.bytes(of: path)
        // A short string that is cut is another matter.
        let cuts = wordEnds(in: source).map { Array(source.prefix($0)) }
            .map { (prefix: $0, verdict: verdict($0)) }
            .filter { $0.verdict?.message.hasPrefix("unfinished string") != true }
        let faults = try StockLua.faults(in: cuts.map(\.prefix))

        #expect(cuts.count > 100)
        for (cut, fault) in zip(cuts, faults) {
            let lacksEnd = fault?.message.hasSuffix(" near <eof>") ?? false
            #expect(cut.verdict?.message == fault?.message)
            #expect(cut.verdict?.isIncomplete ?? false == lacksEnd)
        }
    }

    /// Where a word or a sign ends, as far as that is seen without a lexer.
    private func wordEnds(in source: [UInt8]) -> [Int] {
        source.indices.dropFirst().filter { index in
            let (before, after) = (source[index - 1], source[index])
            guard before != 32, before != 10 else { return false }
            return after == 32 || after == 10 || "(),{}".utf8.contains(after)
                || "({".utf8.contains(before)
        }
    }
}
