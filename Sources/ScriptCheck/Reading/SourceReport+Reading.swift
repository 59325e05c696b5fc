import LuaSyntax

extension SourceReport {
    /// Reads a source, without running it.
    package init(_ bytes: [UInt8]) { self.init(SourceText(bytes)) { _ in true } }

    /// Reads a source; one that asks for a module which is not there is told so.
    ///
    /// `isTest`: Whether it is a file that `graphene test` runs.
    init(_ source: SourceText, isTest: Bool = false, hasModule: (String) -> Bool) {
        if let finding = Self.refusal(of: source.bytes) {
            findings = [finding]
            return
        }
        let chunk: Chunk
        do throws(SyntaxFailure) {
            chunk = try Chunk(parsing: source.bytes)
        } catch {
            var list = FindingList(source)
            list.add(.error, .syntax, error.message, at: error.range)
            findings = list.findings
            return
        }
        var reader = SourceReader(chunk, NameResolution(chunk), isTest: isTest)
        reader.walk(chunk)
        reader.checkGlobals()
        reader.checkWaits()
        reader.checkUnusedParameters()
        for requirement in reader.requirements where !hasModule(requirement.name) {
            reader.findings.add(
                .error, .noModule, "there is no module `\(requirement.name)`",
                hint: "put it beside the script or in the `lib` folder there",
                at: requirement.range)
        }
        findings = reader.findings.findings
        reaches = reader.reaches
        unknowns = reader.unknowns
        requirements = reader.requirements
    }

    private static func refusal(of bytes: [UInt8]) -> Finding? {
        if bytes.first == 0x1b {
            return Finding(
                unreadable: "this is compiled Lua", hint: "check its source: only text is run")
        }
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        return Finding(unreadable: "this is not UTF-8", hint: "save it as UTF-8")
    }

    /// The names that Lua has and scripts have not, whose advice a finding gives.
    package static var absentNames: Set<String> { Set(AbsentNames.advice.keys) }
}
