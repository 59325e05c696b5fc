/// Something that goes wrong with one request.
package enum Fault: Sendable {
    /// That answer, and nothing done.
    case status(Int, headers: [(name: String, value: String)] = [], body: String = "")
    /// The connection closes and nothing was done.
    case resetBeforeRead
    /// The connection closes after it was done.
    case resetAfterApplied
    /// Silence, and nothing done.
    case noAnswerBeforeApply
    /// Silence after it was done.
    case noAnswerAfterApply
    /// Done, but the front answers so.
    case errorAfterApplied(Int)
    /// Done at once, answered late.
    case delay(Duration)
    /// 200 and a page of a proxy, and nothing done.
    case html
    /// Done; half of the answer's body.
    case truncated
    /// Done; no body.
    case empty
    /// Done; a body that is no text.
    case garbage
    /// Done; a body of 10 MB.
    case huge
    /// Every token is expired before the request is looked at.
    case expireTokens
    /// The operations that it starts fail, at the last step.
    case operationFails
    /// The operations that it starts fail, at the first step.
    case firstOperationFails
    /// The last operation that it starts stays running for ever.
    case operationNeverEnds
    /// The last operation that it starts is forgotten halfway, and its work with it.
    case operationVanishes
    /// The ids of the operations that it starts answer 404, but the work is done.
    case operationForgotten

    /// A 429 that asks to come back later.
    package static func throttle(after delay: Duration) -> Fault {
        .status(429, headers: [("Retry-After", "\(delay.components.seconds)")])
    }

    /// Whether the request is never looked at.
    var preventsApplying: Bool {
        switch self {
        case .status, .resetBeforeRead, .noAnswerBeforeApply, .html: true
        default: false
        }
    }
}

/// Which requests go wrong, in order.
package struct FaultPlan: Sendable {
    private struct Entry: Sendable {
        var route: Route?
        var fault: Fault
        var skipping: Int
        var times: Int
    }

    private var entries: [Entry] = []

    package init() {}

    /// Lets the next requests of a route go wrong.
    ///
    /// Faults of one route are used up in the order they were planned.
    ///
    /// - Parameters:
    ///   - route: As `Route` writes it, or `*` for every route.
    ///   - fault: What goes wrong.
    ///   - times: How often; `.max` is for ever.
    ///   - skipping: How many requests go well before.
    package mutating func failNext(
        _ route: String, with fault: Fault, times: Int = 1, skipping: Int = 0
    ) {
        let known = Route(rawValue: route)
        precondition(known != nil || route == "*", "no route is written `\(route)`")
        entries.append(Entry(route: known, fault: fault, skipping: skipping, times: times))
    }

    /// Forgets what was planned.
    package mutating func removeAll() { entries = [] }

    mutating func next(for route: Route?) -> Fault? {
        for index in entries.indices where entries[index].times > 0 {
            guard entries[index].route == nil || entries[index].route == route else { continue }
            if entries[index].skipping > 0 {
                entries[index].skipping -= 1
                continue
            }
            if entries[index].times != .max { entries[index].times -= 1 }
            return entries[index].fault
        }
        return nil
    }
}
