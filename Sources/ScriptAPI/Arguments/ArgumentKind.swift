/// What a function's argument can be, in the words of the reference and of error messages.
package enum ArgumentKind: String, CaseIterable, Sendable {
    case string, integer, number, boolean, list, map, function, duration, time
    case database, environment, snapshot, operation, any, secret
    case dnsSwitch = "dns_switch"

    /// The kind with its article: "a string", "an integer".
    package var phrase: String {
        switch self {
        case .any: "a value"
        case .integer, .environment, .operation: "an \(rawValue)"
        case .list: "a list"
        case .map: "a table"
        case .dnsSwitch: "the result of graphene.switch_dns"
        default: "a \(rawValue)"
        }
    }
}
