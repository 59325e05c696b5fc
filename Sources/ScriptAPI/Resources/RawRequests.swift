import CloudClient
import Diagnostics
import JSONDocument
package import ScriptWire

/// The escape hatch: requests that this surface has no word for.
enum RawRequests {
    static let all = [api]

    static let api = HostFunction(
        "api",
        "Sends one request to the cloud's API; anything but GET counts as destroying data.",
        Parameter<CloudRequest.Method>("method", "the method"),
        Parameter<String>("path", "the path, with exactly one leading slash"),
        options: .of(
            Option<QueryArgument?>("query", "names and values to put behind the question mark"),
            Option<JSONArgument?>("body", "what to send, as JSON")),
        returns: "the answer's JSON as Lua values; nil when it is empty",
        results: ["any"],
        effect: .destructive,
        grant: .api,
        raises: [.notFound, .conflict, .forbidden, .quota, .unavailable, .outcomeUnknown],
        source: "any route",
        example: #"print(graphene.api("GET", "/deployments/plans").plans[1].name)"#,
        failing: #"graphene.api("GET", "deployments/plans")"#
    ) { call, method, path in
        let (query, body) = call.options
        let answer = try await call.context.cloud.api(
            method, path: path, query: query?.items ?? [], body: body?.json)
        return [answer == .null ? .null : call.context.veiled(answer)]
    }
}

extension EffectContext {
    /// An answer as Lua values, with the values of secret settings as opaque handles: what
    /// `graphene.settings` hides, a raw request does not show either.
    fileprivate func veiled(_ json: JSONValue) -> WireValue {
        switch json {
        case .array(let elements): return .list(elements.map(veiled))
        case .object(let members):
            let isSecret = json["secret"] == true
            return .fields(
                members.sorted { $0.key < $1.key }.map { name, value in
                    guard isSecret, name == "value", let text = value.string else {
                        return (name, veiled(value))
                    }
                    let key = json["key"]?.string ?? ""
                    return (name, handle(Secret(text), named: HandleID.join("answer", key)))
                })
        default: return WireValue(json)
        }
    }
}

extension CloudRequest.Method: ScriptChoice {}

/// The query of a request, in the order of the names.
package struct QueryArgument: ScriptArgument {
    let items: [QueryItem]

    package static var kinds: [ArgumentKind] { [.map] }
    package static var expectation: String { "a table from name to text, number or boolean" }
    package static var luaType: String { "table<string, string|number|boolean>" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else { throw Self.mismatch(value) }
        var items: [QueryItem] = []
        for entry in map.entries {
            guard let name = entry.key.text, let text = Self.text(entry.value) else {
                throw Self.mismatch(entry.value)
            }
            items.append(QueryItem(name: name, value: text))
        }
        self.items = items.sorted { $0.name < $1.name }
    }

    private static func text(_ value: WireValue) -> String? {
        switch value {
        case .bytes: value.text
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        default: nil
        }
    }
}

/// Any value that JSON can hold; an empty table is an object.
package struct JSONArgument: ScriptArgument {
    let json: JSONValue

    package static var kinds: [ArgumentKind] { [.any] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        let json = try JSONValue(value)
        self.json = json == .array([]) ? .object([:]) : json
    }
}
