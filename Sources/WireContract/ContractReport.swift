package import CloudClient
import CloudSimulator
import JSONDocument

/// An account's answers beside what is assumed of them.
package struct ContractReport: Sendable {
    /// What was found of one field.
    package struct Finding: Hashable, Sendable {
        package enum Verdict: String, Sendable {
            case agrees, differs
            /// No answer had it, or it was null in all.
            case neverSeen = "never_seen"
            /// Seen, and nothing here knows it.
            case unknown
        }

        package var field: String
        package var verdict: Verdict
        /// What was seen, as a phrase without any of the account's values.
        package var detail: String
        /// Whether the client cannot work as it is.
        package var isSevere: Bool
    }

    package struct Route: Sendable {
        package var route: String
        /// How many objects its answers held.
        package var count: Int
        package var findings: [Finding]
    }

    package var routes: [Route]
    /// What the answers tell of the assumptions.
    package var evidence: [AssumptionEvidence]

    /// - Parameter exchanges: What was read, as a trace has it.
    package init(_ exchanges: [Exchange]) {
        routes = AnswerShape.all.map { shape in
            let answers = exchanges.filter {
                $0.method == "GET" && $0.status.map { (200..<300).contains($0) } == true
                    && shape.answers($0.path)
            }
            return Route(answers.compactMap(\.responseBody), shape)
        }
        evidence = AssumptionEvidence.all(in: exchanges)
    }

    /// Whether something is missing that the client cannot do without.
    package var isBroken: Bool { routes.contains { $0.findings.contains(where: \.isSevere) } }

    /// The assumptions that the account shows to be otherwise, as the simulator takes them.
    package var settings: [String] {
        evidence.compactMap { $0.differs ? "\($0.name.rawValue)=\($0.seen ?? "")" : nil }
    }
}

extension ContractReport.Route {
    init(_ bodies: [JSONValue], _ shape: AnswerShape) {
        route = shape.route
        var objects: [JSONValue] = []
        var findings: [ContractReport.Finding] = []
        for body in bodies {
            guard let key = shape.list else {
                objects.append(shape.wrapper.flatMap { body[$0] } ?? body)
                continue
            }
            if let list = Self.list(key, in: body) {
                objects += list
            } else {
                findings.append(
                    .init(
                        field: key, verdict: .differs,
                        detail: "\(body.kindName) without a list", isSevere: true))
            }
        }
        count = objects.count
        let isObjects = objects.contains { $0.object != nil }
        if isObjects {
            findings += shape.fields.map { Self.finding($0, in: objects) }
            findings += Self.strangers(in: objects, besides: shape.fields.map(\.path))
        } else if let first = objects.first {
            findings.append(
                .init(
                    field: "(each)", verdict: first.string == nil ? .differs : .agrees,
                    detail: first.kindName, isSevere: first.string == nil))
        }
        self.findings = findings
    }

    static func list(_ key: String, in body: JSONValue) -> [JSONValue]? {
        if let list = body.array ?? body[key]?.array { return list }
        let members = body.object ?? [:]
        return members.count == 1 ? members.values.first?.array : nil
    }

    private static func finding(
        _ field: AnswerShape.Field, in objects: [JSONValue]
    ) -> ContractReport.Finding {
        let values = objects.flatMap { $0.values(at: field.path[...]) }.filter { $0 != .null }
        guard let value = values.first else {
            return .init(
                field: field.path, verdict: .neverSeen, detail: "",
                isSevere: field.isEssential && !objects.isEmpty)
        }
        if let other = values.first(where: { !field.kind.accepts($0) }) {
            return .init(
                field: field.path, verdict: .differs,
                detail: "\(other.kindName), expected \(field.kind.name)",
                isSevere: field.isEssential)
        }
        if case .word(let known) = field.kind {
            let strange = Set(values.compactMap(\.string)).filter {
                !known.contains($0.lowercased())
            }
            guard strange.isEmpty else {
                let words = strange.sorted().map { "`\($0)`" }.joined(separator: ", ")
                return .init(
                    field: field.path, verdict: .differs, detail: "\(words), not known here",
                    isSevere: false)
            }
        }
        return .init(
            field: field.path, verdict: .agrees, detail: value.kindName, isSevere: false)
    }

    private static func strangers(
        in objects: [JSONValue], besides known: [String]
    ) -> [ContractReport.Finding] {
        var seen: [String: String] = [:]
        for object in objects {
            for (key, value) in object.object ?? [:] where !known.contains(key) {
                seen[key] = value.kindName
            }
        }
        return seen.keys.sorted().map {
            .init(field: $0, verdict: .unknown, detail: seen[$0] ?? "", isSevere: false)
        }
    }
}

extension AnswerShape.Kind {
    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .text, .word, .date: value.string != nil
        case .integer: value.integer != nil
        case .flag: value.boolean != nil
        case .object: value.object != nil
        case .list: value.array != nil
        case .textOrObject: value.string != nil || value.object != nil
        }
    }
}
