import Diagnostics
import Glibc
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
package import Timekeeping

/// A simulated cloud behind HTTP on the loopback interface.
///
/// Several may run at once. Requests are answered one after the other, each at the clock's present.
package final class SimulatorServer: Sendable {
    /// The port that it listens on.
    package let port: Int

    private let shell: SimulatorShell
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    private init(
        port: Int, shell: SimulatorShell, group: ServiceGroup, task: Task<Void, any Error>
    ) {
        self.port = port
        self.shell = shell
        self.group = group
        self.task = task
    }

    /// Starts to listen, and returns once it does.
    ///
    /// - Parameters:
    ///   - cloud: What it serves.
    ///   - clock: What time it is in the cloud; it should not be before `cloud.now`.
    ///   - port: 0 takes any free one.
    ///   - onChange: Called with the cloud after each request that changed it, before the answer.
    /// - Returns: The running server; stop it when done.
    /// - Throws: `usage` when the port cannot be had.
    package static func start(
        _ cloud: CloudSimulator, clock: any RunClock, port: Int = 0,
        onChange: @escaping @Sendable (CloudSimulator) -> Void = { _ in }
    ) async throws(SimulatorError) -> SimulatorServer {
        let shell = SimulatorShell(cloud, clock: clock, onChange: onChange)
        let (ports, announce) = AsyncStream.makeStream(of: Result<Int, any Error>.self)
        let application = Application(
            responder: CallbackResponder { request, context in
                try await shell.respond(to: request, context)
            },
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { announce.yield(.success($0.localAddress?.port ?? port)) },
            logger: Logger(label: "simulator", factory: { _ in SwiftLogNoOpLogHandler() }))
        // Ended gracefully, it accepts nobody any more before it lets go of those it serves.
        var lifecycle = ServiceGroupConfiguration(
            services: [.init(service: application)], logger: application.logger)
        lifecycle.maximumGracefulShutdownDuration = .milliseconds(100)
        let group = ServiceGroup(configuration: lifecycle)
        let task = Task {
            do {
                try await group.run()
            } catch {
                announce.yield(.failure(error))
                throw error
            }
        }
        var results = ports.makeAsyncIterator()
        switch await results.next() {
        case .success(let port):
            return SimulatorServer(port: port, shell: shell, group: group, task: task)
        case .failure(let error): throw cannotListen(port, error)
        case nil:
            task.cancel()
            throw SimulatorError(.cancelled, "the simulator was stopped before it listened")
        }
    }

    /// `http://127.0.0.1:` and the port.
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// Reads or changes the cloud between two requests: faults, logs, databases.
    package func withCloud<Value>(
        _ body: (inout CloudSimulator) throws -> sending Value
    ) rethrows -> sending Value {
        try shell.withCloud(body)
    }

    /// Lets the next requests of a route go wrong, as `FaultPlan.failNext` says.
    package func failNext(
        _ route: String, with fault: Fault, times: Int = 1, skipping: Int = 0
    ) {
        withCloud { $0.failNext(route, with: fault, times: times, skipping: skipping) }
    }

    /// Closes every connection, also those that wait for an answer, and stops listening.
    package func stop() async {
        await group.triggerGracefulShutdown()
        // How it ended does not matter: it was told to.
        _ = await task.result
    }

    private static func cannotListen(_ port: Int, _ error: any Error) -> SimulatorError {
        let number = (error as? IOError)?.errnoCode
        let reason =
            switch number {
            case EADDRINUSE: "the port is in use"
            case EACCES: "the port may not be had"
            default: "the address cannot be had"
            }
        return SimulatorError(
            .usage, "cannot listen on 127.0.0.1:\(port): \(reason)",
            hint: "choose another `--port`; 0 takes any free one", cause: error)
    }
}
