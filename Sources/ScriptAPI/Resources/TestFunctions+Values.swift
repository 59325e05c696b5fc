import Diagnostics
import JSONDocument
package import ScriptWire
import Timekeeping

/// A script's parameters as a test writes them; a database or an environment goes by its id.
package struct ScriptParameters: ScriptArgument {
    let values: [String: JSONValue]

    package static var kinds: [ArgumentKind] { [.map] }
    package static var expectation: String { "a table from a parameter's name to its value" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else { throw Self.mismatch(value) }
        var values: [String: JSONValue] = [:]
        for entry in map.entries {
            guard let name = entry.key.text else { throw Self.mismatch(entry.key) }
            if case .handle(let handle) = entry.value,
                ["database", "environment"].contains(handle.kind)
            {
                values[name] = .string("id:" + handle.id)
                continue
            }
            do throws(ArgumentMismatch) {
                values[name] = try JSONValue(entry.value)
            } catch {
                throw error.inside(".\(name)")
            }
        }
        self.values = values
    }
}

/// Texts by name.
package struct TextMap: ScriptArgument {
    let values: [String: String]

    package static var kinds: [ArgumentKind] { [.map] }
    package static var expectation: String { "a table from name to text" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else { throw Self.mismatch(value) }
        var values: [String: String] = [:]
        for entry in map.entries {
            guard let name = entry.key.text, let text = entry.value.text else {
                throw Self.mismatch(entry.value)
            }
            values[name] = text
        }
        self.values = values
    }
}

/// A database of the account by its name, its id or its handle.
package struct NamedDatabase: ScriptArgument {
    let reference: String

    package static var kinds: [ArgumentKind] { [.database, .string] }
    package static var expectation: String { #"a database such as "staging/orders""# }
    package static var luaType: String { "graphene.Database|string" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        if case .handle(let handle) = value, handle.kind == "database" {
            reference = handle.id
        } else if let text = value.text {
            reference = text.hasPrefix("id:") ? String(text.dropFirst(3)) : text
        } else {
            throw Self.mismatch(value)
        }
    }
}

extension SeenRequest {
    var value: WireValue {
        .fields([
            ("method", .text(method)), ("path", .text(path)), ("route", .text(route)),
            ("status", status.map { .integer(Int64($0)) }), ("changing", .boolean(isChanging)),
            ("faulted", .boolean(wasFaulted)),
        ])
    }
}

extension TestedRun {
    /// Compares how the script ended with how it was to end.
    ///
    /// - Throws: the script's own code when it was to succeed, `unhealthy` when it was to fail so.
    func check(_ expected: ErrorCode?, of script: String) throws(APIFailure) {
        switch (expected, failure) {
        case (nil, nil): return
        case (nil, let failure?):
            throw APIFailure(
                failure.code, "\(script) failed: \(failure.summary)", hint: failure.hint)
        case (let code?, nil):
            throw APIFailure(
                .unhealthy, "expected \(script) to fail with `\(code.rawValue)`, but it succeeded")
        case (let code?, let failure?):
            guard failure.code != code else { return }
            throw APIFailure(
                .unhealthy,
                "expected \(script) to fail with `\(code.rawValue)`, given \(failure.summary)",
                hint: failure.hint)
        }
    }

    var value: WireValue {
        .fields([
            ("result", result.map { WireValue($0) }),
            ("outputs", .fields(outputs.map { ($0.key, WireValue($0.value)) })),
            ("exit_status", .integer(Int64(exitStatus))), ("error", failure?.value),
            ("effects", .list(effects.map(\.value))), ("skipped", .text(skipped)),
            ("questions", .texts(questions)), ("warnings", .texts(warnings)),
            ("printed", .text(printed)), ("elapsed", .seconds(elapsed)),
        ])
    }
}

extension TestedRun.Failure {
    fileprivate var summary: String {
        let place = script.map { " (\($0)\(line.map { ":\($0)" } ?? ""))" } ?? ""
        return "\(code.rawValue): \(message)\(place)"
    }

    fileprivate var value: WireValue {
        .fields([
            ("code", .text(code.rawValue)), ("message", .text(message)), ("hint", .text(hint)),
            ("script", .text(script)), ("line", line.map { .integer(Int64($0)) }),
        ])
    }
}

extension TestedRun.Effect {
    fileprivate var value: WireValue {
        .fields([
            ("verb", .text(verb)), ("target", .text(target)), ("outcome", .text(outcome)),
        ])
    }
}
