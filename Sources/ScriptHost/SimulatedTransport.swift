package import CloudClient
package import CloudSimulator
import Synchronization
package import Timekeeping

/// Leads a client's requests to a simulated cloud in the same process, in the run's own time.
package final class SimulatedTransport: CloudTransport {
    /// How long an answer takes when nothing is wrong.
    package static let latency = Duration.milliseconds(50)

    private let cloud: Mutex<CloudSimulator>
    private let clock: any RunClock

    package init(_ cloud: CloudSimulator, clock: any RunClock) {
        self.cloud = Mutex(cloud)
        self.clock = clock
    }

    /// Reads or changes the cloud between two requests: faults, logs, databases.
    package func withCloud<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value {
        let now = clock.now
        return try cloud.withLock { cloud in
            cloud.advance(to: now)
            return try body(&cloud)
        }
    }

    package func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse {
        guard !Task.isCancelled else { throw Self.cancelled }
        let written = request.written()
        let simulated = SimulatedRequest(
            written.method, written.target, headers: written.headers.map { ($0.name, $0.value) },
            body: written.body)
        let now = clock.now
        let answer = cloud.withLock { $0.handle(simulated, at: now) }
        let delay = max(answer.delay, Self.latency)
        if case .noAnswer = answer.outcome { throw await Self.silence(timeout, clock) }
        guard delay < timeout else { throw await Self.silence(timeout, clock) }
        do {
            try await clock.sleep(for: delay)
        } catch {
            throw Self.cancelled
        }
        switch answer.outcome {
        case .response(let response): return try Self.response(response)
        case .connectionReset, .noAnswer:
            throw TransportError(.connectionLost, "the connection was lost")
        }
    }

    private static func response(
        _ response: SimulatedResponse
    ) throws(TransportError) -> CloudResponse {
        guard response.body.count <= CloudResponse.longestBody else {
            throw TransportError.answerTooLong(response.status)
        }
        return CloudResponse(
            status: response.status,
            headers: response.headers.map { CloudResponse.Header(name: $0.name, value: $0.value) },
            body: response.body)
    }

    private static func silence(_ timeout: Duration, _ clock: any RunClock) async -> TransportError
    {
        do {
            try await clock.sleep(for: timeout)
            return .noAnswer(within: timeout)
        } catch {
            return cancelled
        }
    }

    private static let cancelled = TransportError(.cancelled, "the request was stopped")
}
