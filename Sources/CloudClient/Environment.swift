package import JSONDocument
package import Timekeeping

/// A place for databases: one region, one network.
package struct Environment: Hashable, Sendable, Identifiable {
    package var id: String
    /// What people call it; `label` on the wire.
    package var name: String
    package var region: String?
    package var cidr: String?
    package var networkRules: [NetworkRule]
    package var peers: [NetworkPeer]
    package var createdAt: Instant?
    package var raw: JSONValue
}

/// Who may connect to an environment's databases.
package struct NetworkRule: Hashable, Sendable {
    package var id: String?
    package var label: String?
    package var ipRange: String?
    package var raw: JSONValue
}

/// A private network joined to an environment's own.
package struct NetworkPeer: Hashable, Sendable {
    package var id: String?
    package var label: String?
    package var vpcID: String?
    package var awsAccountID: String?
    package var status: String?
    package var raw: JSONValue
}

extension Environment {
    /// Reads an environment; nil when the document holds no id.
    package init?(_ json: JSONValue) {
        guard let id = json.text("id", "environmentId") else { return nil }
        self.id = id
        name = json.text("label", "name") ?? id
        region = json.text("region")
        cidr = json.text("cidr")
        networkRules = (json["networkRules"]?.array ?? []).map(NetworkRule.init)
        peers = (json["vpcPeers"]?.array ?? []).map(NetworkPeer.init)
        createdAt = json.instant("createdAt")
        raw = json
    }
}

extension NetworkRule {
    package init(_ json: JSONValue) {
        id = json.text("id")
        label = json.text("label")
        ipRange = json.text("ipRange")
        raw = json
    }
}

extension NetworkPeer {
    package init(_ json: JSONValue) {
        id = json.text("id")
        label = json.text("label")
        vpcID = json.text("vpcId")
        awsAccountID = json.text("awsAccountId")
        status = json.text("status")
        raw = json
    }
}
