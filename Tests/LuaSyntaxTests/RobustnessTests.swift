import LuaSyntax
import Testing

/// A small generator of random numbers, the same ones for each seed.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_f491_4f6c_dd1d
    }
}

struct RobustnessTests {
    private static let fragments = [
        "(", ")", "{", "}", "[[", "]]", "--", "--[[", "\"", "'", "\\", "end", " function ",
        "goto a",
        "::a::", "local ", " = ", "...", "0x", "1e", "\n", "\r", "\0", "<close>", "return ", "~",
        "\\u{",
    ].map { Array($0.utf8) }

    private static func mutated(
        _ source: [UInt8], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var source = source
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let start = Int.random(in: 0...source.count, using: &generator)
            let end = min(source.count, start + Int.random(in: 0...20, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: source.removeSubrange(start..<end)
            case 1: source.insert(contentsOf: source[start..<end], at: start)
            case 2: source.insert(.random(in: 0...255, using: &generator), at: start)
            default:
                let fragment = fragments.randomElement(using: &generator) ?? []
                source.replaceSubrange(start..<min(end, start + 2), with: fragment)
            }
        }
        return source
    }

    @Test(arguments: 1...20)
    func `whatever becomes of a source, a failure lies within it`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let source = try ProjectSources.bytes(of: "scripts/lib/addresses.lua")

        for _ in 0..<20 {
            let mutated = Self.mutated(source, &generator)
            do throws(SyntaxFailure) {
                _ = try Chunk(parsing: mutated)
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= mutated.count)
                #expect((1...SourceText(mutated).lineCount).contains(error.line))
            }
        }
    }

    @Test func `what becomes of a source is judged as stock Lua judges it`() throws {
        var generator = SeededGenerator(seed: 2024)
        let source = try ProjectSources.bytes(of: "scripts/lib/addresses.lua")
        let sources = (0..<400).map { _ in Self.mutated(source, &generator) }

        let faults = try StockLua.faults(in: sources)

        for (source, fault) in zip(sources, faults) {
            let isValid = (try? Chunk(parsing: source)) != nil
            #expect(isValid == (fault == nil), "\(String(decoding: source, as: UTF8.self))")
        }
    }
}
