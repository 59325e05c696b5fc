import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Timekeeping

/// What a connection of the simulator's server knows of itself.
struct SimulatorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Turns HTTP into requests of a simulated cloud, and its answers into what happens on the socket.
final class SimulatorShell: Sendable {
    private let cloud: Mutex<CloudSimulator>
    private let clock: any RunClock
    private let onChange: @Sendable (CloudSimulator) -> Void

    init(
        _ cloud: CloudSimulator, clock: any RunClock,
        onChange: @escaping @Sendable (CloudSimulator) -> Void
    ) {
        self.cloud = Mutex(cloud)
        self.clock = clock
        self.onChange = onChange
    }

    func withCloud<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value {
        try cloud.withLock { cloud in
            cloud.advance(to: clock.now)
            return try body(&cloud)
        }
    }

    func respond(to request: Request, _ context: SimulatorContext) async throws -> Response {
        let answer: SimulatedAnswer
        if let read = try await read(request) {
            answer = handle(read)
        } else {
            let body = #"{"error":"the body is too long"}"#
            answer = SimulatedAnswer(
                .response(
                    SimulatedResponse(
                        413, headers: [("Content-Type", "application/json")],
                        body: Array(body.utf8))))
        }
        if answer.delay > .zero { try await clock.sleep(for: answer.delay) }
        switch answer.outcome {
        case .response(let response): return make(response)
        case .connectionReset: try await reset(context.channel)
        case .noAnswer: await waitForTheEnd()
        }
        try await context.channel.close()
        throw CancellationError()
    }

    private func handle(_ request: SimulatedRequest) -> SimulatedAnswer {
        cloud.withLock { cloud in
            let revision = cloud.revision
            let answer = cloud.handle(request, at: clock.now)
            if cloud.revision != revision { onChange(cloud) }
            return answer
        }
    }

    /// Reads a whole request; nil when its body is longer than its route takes.
    private func read(_ request: Request) async throws -> SimulatedRequest? {
        let target = request.head.path ?? ""
        let method = request.method.rawValue
        var route: Route?
        if case .route(let found, _) = Route.resolve(method: method, target: target) {
            route = found
        }
        let limit = CloudSimulator.bodyLimit(route)
        var body: [UInt8] = []
        for try await buffer in request.body {
            guard body.count + buffer.readableBytes <= limit else { return nil }
            body += buffer.readableBytesView
        }
        return SimulatedRequest(
            method, target, headers: request.headers.map { ($0.name.rawName, $0.value) },
            body: body)
    }

    private func make(_ response: SimulatedResponse) -> Response {
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        return Response(
            status: HTTPResponse.Status(code: response.status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
    }

    /// Makes the closing of a connection a reset, not an orderly end.
    private func reset(_ channel: any Channel) async throws {
        let abrupt = linger(l_onoff: 1, l_linger: 0)
        try await (channel as? any SocketOptionProvider)?.setSoLinger(abrupt).get()
    }

    /// Waits until the server is stopped.
    private func waitForTheEnd() async {
        let (ends, end) = AsyncStream.makeStream(of: Never.self)
        for await _ in ends {}
        // A stream without its other end would have ended at once.
        withExtendedLifetime(end) {}
    }
}
