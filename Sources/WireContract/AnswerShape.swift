import JSONDocument

/// A route that is only read, and what its answers are assumed to hold.
struct AnswerShape: Sendable {
    /// Segments of the path; `*` stands for any.
    let path: [Substring]
    /// The key under which a list stands; nil for a single object.
    let list: String?
    /// The key under which a single object may stand; nil where it never does.
    let wrapper: String?
    let fields: [Field]

    /// One member of an object, or of each object of a list: `networkRules[].label`.
    struct Field: Sendable {
        let path: String
        let kind: Kind
        /// Whether the client cannot do without it.
        var isEssential = false

        init(_ path: String, _ kind: Kind, isEssential: Bool = false) {
            self.path = path
            self.kind = kind
            self.isEssential = isEssential
        }
    }

    enum Kind: Hashable, Sendable {
        case text, integer, flag, date, object, list
        /// A word of an open set; these are understood.
        case word([String])
        /// Text, or an object that holds it: a version, a plan.
        case textOrObject

        var name: String {
            switch self {
            case .text: "text"
            case .integer: "a whole number"
            case .flag: "true or false"
            case .date: "a date as text"
            case .object: "an object"
            case .list: "a list"
            case .word: "a word"
            case .textOrObject: "text or an object"
            }
        }
    }

    init(_ path: String, list: String? = nil, wrapper: String? = nil, _ fields: [Field]) {
        self.path = path.split(separator: "/")
        self.list = list
        self.wrapper = wrapper
        self.fields = fields
    }

    /// The route as people write it.
    var route: String { "GET /" + path.joined(separator: "/") }

    func answers(_ requestPath: String) -> Bool {
        let segments = requestPath.prefix { $0 != "?" }.split(separator: "/")
        return segments.count == path.count
            && zip(segments, path).allSatisfy { $1 == "*" || $0 == $1 }
    }
}

extension AnswerShape {
    private static let databaseFields: [Field] =
        [
            Field("id", .text, isEssential: true), Field("name", .text),
            Field("plan", .textOrObject),
            Field("environmentId", .text), Field("organizationId", .text),
            Field("version", .textOrObject), Field("version.number", .text),
            Field("version.edition", .text), Field("version.vendor", .text),
            Field("createdAt", .date), Field("domainName", .text),
            Field("privateDomainName", .text), Field("httpPort", .integer),
            Field("boltPort", .integer), Field("nodes", .list), Field("nodes[].stationId", .text),
            Field("nodes[].nodeType", .text), Field("status", .object),
        ] + statusFields.map { Field("status.\($0.path)", $0.kind) }

    private static let statusFields: [Field] = [
        Field("state", .word(["running", "paused", "failed"])), Field("needsRestart", .flag),
        Field("isPending", .flag), Field("isLocked", .flag), Field("underIncident", .flag),
        Field("lastHealthCheckStatus", .object),
        Field("lastHealthCheckStatus.lastCheckSecondsAgo", .integer),
        Field("lastHealthCheckStatus.status", .text),
    ]

    /// What is read, in the order in which it is shown.
    ///
    /// The fields are those that the client reads and those that the simulated cloud sends.
    static let all: [AnswerShape] = [
        AnswerShape(
            "/deployments/environments", list: "environments",
            [
                Field("id", .text, isEssential: true), Field("label", .text),
                Field("organizationId", .text), Field("grantType", .text), Field("region", .text),
                Field("cidr", .text), Field("createdAt", .date), Field("stoppedAt", .date),
                Field("networkRules", .list), Field("networkRules[].id", .text),
                Field("networkRules[].label", .text), Field("networkRules[].ipRange", .text),
                Field("networkRules[].createdAt", .date), Field("vpcPeers", .list),
                Field("vpcPeers[].id", .text), Field("vpcPeers[].label", .text),
                Field("vpcPeers[].peeringConnectionId", .text),
                Field("vpcPeers[].awsAccountId", .text), Field("vpcPeers[].vpcId", .text),
                Field("vpcPeers[].peerVpcRegion", .text), Field("vpcPeers[].cidrs", .list),
                Field("vpcPeers[].status", .text),
            ]),
        AnswerShape(
            "/deployments/environments/*/databases", list: "databases", databaseFields),
        AnswerShape("/deployments/databases/*/*", wrapper: "database", databaseFields),
        AnswerShape("/deployments/databases/*/*/status", wrapper: "status", statusFields),
        AnswerShape(
            "/deployments/databases/*/*/operations/*", wrapper: "operation",
            [
                Field("id", .text), Field("status", .word(["running", "finished", "failed"])),
                Field("startedAt", .date), Field("durationInSeconds", .integer),
                Field("nextOperationId", .text),
            ]),
        AnswerShape(
            "/deployments/databases/*/*/snapshots/manual", list: "snapshots",
            [
                Field("id", .text, isEssential: true), Field("label", .text),
                Field(
                    "status", .word(["ready", "finished", "completed", "available", "creating"])),
                Field("createdAt", .date), Field("databaseId", .text),
                Field("environmentId", .text), Field("plan", .textOrObject),
                Field("version", .textOrObject), Field("version.number", .text),
                Field("version.edition", .text), Field("version.vendor", .text),
            ]),
        AnswerShape(
            "/deployments/databases/*/*/plugins", list: "plugins",
            [
                Field("id", .text, isEssential: true), Field("name", .text),
                Field("createdAt", .date),
            ]),
        AnswerShape(
            "/deployments/databases/*/*/settings/config", list: "configuration",
            [
                Field("key", .text, isEssential: true), Field("value", .text),
                Field("secret", .flag),
            ]),
        AnswerShape(
            "/deployments/plans", list: "plans",
            [Field("name", .text), Field("memoryGb", .integer), Field("storageGb", .integer)]),
        AnswerShape(
            "/deployments/versions", list: "versions",
            [Field("number", .text), Field("edition", .text), Field("vendor", .text)]),
    ]
}

extension JSONValue {
    /// What it is, in the words of `AnswerShape.Kind`.
    var kindName: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The values at a path of members, through every element of the lists on the way.
    func values(at path: Substring) -> [JSONValue] {
        let name = path.prefix { $0 != "." && $0 != "[" }
        guard let member = self[String(name)] else { return [] }
        var rest = path.dropFirst(name.count)
        var found = [member]
        if rest.hasPrefix("[]") {
            rest = rest.dropFirst(2)
            found = member.array ?? []
        }
        guard rest.hasPrefix(".") else { return found }
        return found.flatMap { $0.values(at: rest.dropFirst()) }
    }
}
