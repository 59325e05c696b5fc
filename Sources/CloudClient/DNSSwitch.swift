package import Timekeeping

/// Two databases whose addresses were exchanged.
package struct DNSSwitch: Sendable {
    /// Where the two are reached.
    package struct Addresses: Hashable, Sendable {
        package var a: Connections
        package var b: Connections
    }

    /// The one whose connection URLs were given away, as it is afterwards; ids, names and data stay.
    package var a: Database
    /// The one that they lead to now.
    package var b: Database
    package var at: Instant
    package var before: Addresses
    package var after: Addresses
    /// What of `a`'s environment the one of `b` lacks: who could connect before may be refused now.
    package var missingRules: [NetworkRule] = []
    package var missingPeers: [NetworkPeer] = []
    /// What a person should know, in sentences; empty when there is nothing.
    package var warnings: [String]
}

extension DNSSwitch {
    init(_ exchanged: PendingChange.Exchanged, a: Database, b: Database) {
        self.init(
            a: a, b: b, at: exchanged.at,
            before: Addresses(a: exchanged.a.connections, b: exchanged.b.connections),
            after: Addresses(a: a.connections, b: b.connections), warnings: exchanged.warnings)
    }

    /// Whether `b` carries what was `a`'s; where the cloud told no address before, whether it tells
    /// another now.
    var hasTakenPlace: Bool {
        before.a.domain == nil
            ? after.b != before.b
            : after.b.domain == before.a.domain && after.b.boltPort == before.a.boltPort
    }

    /// Notes what the new environment lacks of the old one.
    mutating func compare(_ old: Environment, _ new: Environment) {
        guard old.id != new.id else { return }
        let ranges = Set(new.networkRules.compactMap(\.ipRange))
        missingRules = old.networkRules.filter { $0.ipRange.map { !ranges.contains($0) } ?? false }
        let networks = Set(new.peers.compactMap(\.vpcID))
        missingPeers = old.peers.filter { $0.vpcID.map { !networks.contains($0) } ?? false }
        let missing =
            missingRules.map { "network rule \($0.label ?? $0.ipRange ?? "without a name")" }
            + missingPeers.map { "peer \($0.label ?? $0.vpcID ?? "without a name")" }
        if !missing.isEmpty {
            warnings.append(
                "\(new.name) lacks what \(old.name) has (\(missing.joined(separator: ", "))): "
                    + "clients let in there may be refused here")
        }
    }
}
