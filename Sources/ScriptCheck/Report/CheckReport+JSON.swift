package import JSONDocument
import ScriptAPI

extension CheckReport {
    /// The whole report as one document.
    package var document: JSONValue {
        [
            "errors": .integer(Int64(count(.error))), "warnings": .integer(Int64(count(.warning))),
            "hints": .integer(Int64(count(.hint))), "scripts": .array(starts.map(document)),
            "findings": .array(findings.map { $0.finding.document(in: $0.path) }),
        ]
    }

    /// The report as documents of one line: the scripts, then the findings.
    package var lines: [JSONValue] {
        starts.map { document($0).adding("type", "script") }
            + findings.map { $0.finding.document(in: $0.path).adding("type", "finding") }
    }

    private func document(_ script: Script) -> JSONValue {
        [
            "script": .string(script.path),
            "modules": .array(
                script.modules.map { ["name": .string($0.name), "file": .string($0.path)] }),
            "reaches": .array(reaches(of: script).map { $0.reach.document(in: $0.path) }),
            "unknown": .array(
                unknowns(of: script).map {
                    [
                        "file": .string($0.path), "line": .integer(Int64($0.unknown.line)),
                        "what": .string($0.unknown.text),
                    ]
                }),
        ]
    }
}

extension JSONValue {
    fileprivate func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}

extension Reach {
    fileprivate func document(in path: String) -> JSONValue {
        [
            "verb": .string(verb), "class": .string(effect.rawValue), "target": target.document,
            "file": .string(path), "line": .integer(Int64(line)),
            "column": .integer(Int64(column)),
        ]
    }
}

extension Reach.Target {
    /// Null for none; a name that is known has the kind `name`.
    fileprivate var document: JSONValue {
        switch self {
        case .none: .null
        case .named(let name): ["kind": "name", "text": .string(name)]
        case .parameter(let name): ["kind": "parameter", "text": .string(name)]
        case .computed(let text): ["kind": "expression", "text": .string(text)]
        case .handedOn: ["kind": "handed_on"]
        }
    }
}

extension Finding {
    fileprivate func document(in path: String) -> JSONValue {
        [
            "file": .string(path), "line": .integer(Int64(line)),
            "column": .integer(Int64(column)), "length": .integer(Int64(length)),
            "severity": .string(severity.rawValue), "code": .string(code.rawValue),
            "message": .string(message), "hint": hint.map { .string($0) } ?? .null,
            "excerpt": .string(excerpt),
        ]
    }
}
