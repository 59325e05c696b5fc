import Foundation
import LuaSyntax
import ScriptCheck
import Testing

/// The names that scripts have not are those of the prelude, with its words.
struct AbsentNamesTests {
    @Test func `the prelude's advice is given before a run too`() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/ScriptAPI/Prelude/25_absent.lua")
        let chunk = try Chunk(parsing: Array(Data(contentsOf: url)))
        let advice = PreludeAdvice(chunk).advice

        let told = advice.keys.map { path in
            SourceReport(Array("\(path)()".utf8)).findings.first.flatMap(\.hint) == advice[path]
                ? nil : path
        }.compactMap(\.self)

        #expect(advice.count >= 45)
        #expect(told == [])
        #expect(Set(advice.keys) == SourceReport.absentNames)
    }
}

/// Reads the tables of the prelude's file.
private struct PreludeAdvice {
    private(set) var advice: [String: String] = [:]
    private var constants: [String: String] = [:]

    init(_ chunk: Chunk) {
        for statement in chunk.block.statements {
            guard case .local(let declaration) = statement.kind, declaration.names.count == 1,
                let value = declaration.values.first
            else { continue }
            let name = declaration.names[0].name.text
            constants[name] = text(value)
            guard case .table(let fields) = value.kind, ["globals", "fields"].contains(name) else {
                continue
            }
            for case .named(let key, let value) in fields {
                guard case .table(let pair) = value.kind, pair.count == 2,
                    case .positional(let path) = pair[0], case .positional(let words) = pair[1]
                else {
                    advice[key.text] = text(value)
                    continue
                }
                if let path = text(path) { advice[path] = text(words) }
            }
        }
    }

    private func text(_ expression: LuaSyntax.Expression) -> String? {
        switch expression.kind {
        case .string(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .name(let name): return constants[name]
        case .operation(let operation):
            let parts = [operation.first] + operation.steps.map(\.operand)
            let texts = parts.map { text($0) }
            return texts.contains(nil) ? nil : texts.compactMap(\.self).joined()
        default: return nil
        }
    }
}
