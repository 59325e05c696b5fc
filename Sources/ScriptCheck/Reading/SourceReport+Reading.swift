import LuaSyntax

extension SourceReport {
    /// Reads a source, without running it.
    package init(_ bytes: [UInt8]) { self.init(SourceText(bytes)) { _ in nil } }

    /// Reads a source; one that asks for a module which is not there is told so.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - isTest: Whether it is a file that `graphene test` runs.
    ///   - absence: Why there is no module of a name; nil where there is one.
    ///   - deprecation: What is said against a function of a module; nil where nothing is.
    init(
        _ source: SourceText, isTest: Bool = false, absence: (String) -> ScriptCheck.Absence?,
        deprecation: (_ module: String, _ function: String) -> String? = { _, _ in nil }
    ) {
        if let finding = Self.refusal(of: source.bytes) {
            (findings, unknowns) = ([finding], [.everything])
            return
        }
        let chunk: Chunk
        do throws(SyntaxFailure) {
            chunk = try Chunk(parsing: source.bytes)
        } catch {
            var list = FindingList(source)
            list.add(.error, .syntax, error.message, at: error.range)
            (findings, unknowns) = (list.findings, [.everything])
            return
        }
        var reader = SourceReader(chunk, NameResolution(chunk), isTest: isTest)
        reader.walk(chunk)
        reader.checkGlobals()
        reader.checkWaits()
        reader.checkUnusedParameters()
        for requirement in reader.requirements {
            guard let absence = absence(requirement.name) else { continue }
            reader.findings.add(
                .error, .noModule, absence.message, hint: absence.hint, at: requirement.range)
        }
        for use in reader.moduleUses {
            guard let words = deprecation(use.module, use.name.text) else { continue }
            reader.findings.add(
                .warning, .deprecatedName,
                "`\(use.module).\(use.name.text)` is deprecated"
                    + (words.isEmpty ? "" : ": \(words)"), at: use.name.range)
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
