extension CloudSimulator {
    mutating func switchConnections(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        let origin = try freeDatabase(request)
        let fields = try fields(request, ["targetDatabase"])
        let target = try database(try fields.text("targetDatabase"), vendor: nil)
        guard target.id != origin.id else {
            throw Refusal(400, "the target is the origin itself")
        }
        guard target.vendor == origin.vendor else {
            throw Refusal(400, "the target is a database of \(target.vendor)")
        }
        guard
            assumptions[.switchReach] == "anywhere"
                || target.environmentId == origin.environmentId
        else { throw Refusal(400, "the target is in another environment") }
        try checkFree(target)
        guard assumptions[.switchTarget] == "any" || expectedState(of: target) == .running else {
            throw Refusal(409, "the target `\(target.name)` is not running")
        }
        return accept(
            request, .switchConnections, origin,
            SimulatedOperation(
                .switching, holding: [origin.id, target.id], for: Durations.switching,
                then: .switchConnections(origin: origin.id, target: target.id)),
            result: target.id)
    }

    /// Gives the origin's connection URLs to the target.
    mutating func exchange(_ origin: String, _ target: String) {
        let old = databases.first { $0.id == origin }?.connection
        let targetOld = databases.first { $0.id == target }?.connection
        let replacement: Connection? =
            switch assumptions[.switching] {
            case "move": makeConnection(identifiers.nextDigits("connection"))
            case "leave": nil
            default: targetOld
            }
        change(origin) { $0.connection = replacement }
        change(target) { $0.connection = old }
    }
}
