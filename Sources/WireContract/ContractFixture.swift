package import CloudClient
package import JSONDocument

/// An account's answers with their shapes and without their values, to show to others.
///
/// Words that the contract is about stay: states, statuses, plans, versions, regions, kinds. Of every
/// other text only its shape is left: letters become `a` or `A`, digits `0`.
package enum ContractFixture {
    private static let kept: Set<String> = [
        "state", "status", "plan", "number", "edition", "vendor", "region", "peerVpcRegion",
        "nodeType", "grantType", "token_type", "memoryGb", "storageGb",
    ]

    /// `{format, exchanges: [{method, path, status, body}]}`.
    package static func document(_ exchanges: [Exchange]) -> JSONValue {
        [
            "format": "graphene-contract-fixture", "version": 1,
            "exchanges": .array(exchanges.map(exchange)),
        ]
    }

    private static func exchange(_ exchange: Exchange) -> JSONValue {
        let words: Set<Substring> = [
            "deployments", "environments", "databases", "status", "operations", "snapshots",
            "manual", "plugins", "settings", "config", "plans", "versions", "organizations",
            "oauth", "token", "graphneo", "ongdb",
        ]
        let path = exchange.path.split(separator: "/").map { segment in
            words.contains(segment) ? String(segment) : shape(of: String(segment))
        }
        var members: [String: JSONValue] = [
            "method": .string(exchange.method), "path": .string("/" + path.joined(separator: "/")),
            "has_request_id": .boolean(exchange.requestID != nil),
        ]
        members["status"] = exchange.status.map { .integer(Int64($0)) }
        members["body"] = exchange.responseBody.map { masked($0, key: nil) }
        return .object(members)
    }

    private static func masked(_ value: JSONValue, key: String?) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                Dictionary(uniqueKeysWithValues: members.map { ($0, masked($1, key: $0)) }))
        case .array(let elements): .array(elements.map { masked($0, key: key) })
        case .string(let text): .string(key.map(kept.contains) == true ? text : shape(of: text))
        default: value
        }
    }

    static func shape(of text: String) -> String {
        String(
            text.map { character in
                switch character {
                case _ where character.isNumber: "0"
                case _ where character.isUppercase: "A"
                case _ where character.isLetter: "a"
                default: character
                }
            })
    }
}
