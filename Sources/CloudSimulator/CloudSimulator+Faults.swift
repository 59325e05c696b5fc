extension CloudSimulator {
    /// Lets the next requests of a route go wrong, as `FaultPlan.failNext` says.
    package mutating func failNext(
        _ route: String, with fault: Fault, times: Int = 1, skipping: Int = 0
    ) {
        faults.failNext(route, with: fault, times: times, skipping: skipping)
    }

    /// Turns what was answered into what arrives.
    func deliver(_ response: SimulatedResponse?, spoiledBy fault: Fault?) -> SimulatedAnswer {
        switch fault {
        case .status(let status, let headers, let body):
            let type = ("Content-Type", "application/json")
            let isTyped =
                body.isEmpty || headers.contains { $0.name.lowercased() == "content-type" }
            return SimulatedAnswer(
                .response(
                    SimulatedResponse(
                        status, headers: (isTyped ? [] : [type]) + headers,
                        body: Array(body.utf8))))
        case .resetBeforeRead, .resetAfterApplied: return SimulatedAnswer(.connectionReset)
        case .noAnswerBeforeApply, .noAnswerAfterApply: return SimulatedAnswer(.noAnswer)
        case .errorAfterApplied(let status):
            return SimulatedAnswer(
                .response(page(status, "<html><body><h1>\(status)</h1></body></html>")))
        case .html:
            return SimulatedAnswer(
                .response(page(200, "<html><body>Please sign in to the network.</body></html>")))
        default: break
        }
        guard var response else { return SimulatedAnswer(.noAnswer) }
        switch fault {
        case .truncated: response.body.removeLast((response.body.count + 1) / 2)
        case .empty: response.body = []
        case .garbage:
            response.body = (0..<512).map {
                UInt8(truncatingIfNeeded: identifiers.number("garbage/\(requestCount)/\($0)"))
            }
        case .huge:
            response.body =
                Array("[\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000)
                + Array("\"]".utf8)
        case .delay(let delay): return SimulatedAnswer(.response(response), after: delay)
        default: break
        }
        return SimulatedAnswer(.response(response))
    }

    private func page(_ status: Int, _ html: String) -> SimulatedResponse {
        SimulatedResponse(
            status, headers: [("Content-Type", "text/html; charset=utf-8")],
            body: Array(html.utf8))
    }
}
