import JSONDocument

extension CloudSimulator {
    mutating func createEnvironment(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        guard assumptions[.environmentCreation] == "allowed" else {
            throw Refusal(403, "an API client may not create environments")
        }
        let fields = try fields(
            request, ["label", "organizationId", "grantType", "region", "cidr"])
        let label = try fields.text("label")
        let region = try fields.text("region")
        let cidr = try fields.text("cidr")
        _ = try fields.text("organizationId")
        guard !environments.contains(where: { $0.label == label }) else {
            throw Refusal(409, "there is an environment called `\(label)` already")
        }
        let environment = SimulatedEnvironment(
            id: makeId("environment"), label: label, region: region, cidr: cidr, createdAt: now,
            isVisible: true, networkRules: [], peers: [])
        environments.append(environment)
        record(.createEnvironment, id: environment.id, name: label)
        return SimulatedResponse(201, json: body(of: environment))
    }

    mutating func createPeer(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let environment = try environment(request["e"])
        let fields = try fields(request, ["label", "awsAccountId", "vpcId", "peerVpcRegion"])
        let id = makeId("peer")
        let peer = SimulatedEnvironment.Peer(
            id: id, label: try fields.text("label"),
            peeringConnectionId: "pcx-" + identifiers.digits(id).prefix(17),
            awsAccountId: try fields.text("awsAccountId"), vpcId: try fields.text("vpcId"),
            region: try fields.text("peerVpcRegion"), status: "pending-acceptance")
        if let index = environments.firstIndex(where: { $0.id == environment.id }) {
            environments[index].peers.append(peer)
        }
        record(.createPeer, id: environment.id, name: environment.label, result: peer.id)
        return SimulatedResponse(201, json: body(of: peer))
    }

    mutating func deletePeer(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let environment = try environment(request["e"])
        let id = request["peer"]
        guard let index = environments.firstIndex(where: { $0.id == environment.id }),
            environments[index].peers.contains(where: { $0.id == id })
        else { throw Refusal(404, "no such peer") }
        environments[index].peers.removeAll { $0.id == id }
        record(.deletePeer, id: environment.id, name: environment.label, result: id)
        return SimulatedResponse(204)
    }
}
