import CloudSimulator
import Diagnostics
import JSONDocument
import Testing
import Timekeeping

/// Runs a body against a server on a free port, whose time only the body moves.
func withServer(
    _ cloud: CloudSimulator = CloudSimulator(),
    _ body: (SimulatorServer, SteppedClock) async throws -> Void
) async throws {
    let clock = SteppedClock(startingAt: cloud.now)
    let server = try await SimulatorServer.start(cloud, clock: clock)
    do {
        try await body(server, clock)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

extension SimulatorServer {
    /// Signs in with `curl` and returns the token.
    func token() async throws -> String {
        let (id, secret) = withCloud { ($0.clientId, $0.clientSecret) }
        let result = try await CurlProcess.run(
            "curl -s \(origin)/organizations/oauth/token -d client_id=\(id) -d client_secret=\(secret)"
        )
        return try #require(
            JSONValue(parsing: result.output)["access_token"]?.string, "\(result.errors)")
    }
}

struct ServerTests {
    private let pause = "POST /deployments/databases/{v}/{d}/pause"

    /// Pauses production/orders with `curl` under a fault.
    private func pausing(
        with fault: Fault, options: String = "",
        _ check: (CurlProcess.Result, SimulatorServer) throws -> Void
    ) async throws {
        try await withServer { server, _ in
            let token = try await server.token()
            let id = server.withCloud { cloud in
                cloud.faults.failNext(pause, with: fault)
                return cloud.database("production/orders")?.id ?? ""
            }
            let result = try await CurlProcess.run(
                "curl -s -i \(options) -X POST -H 'Authorization: Bearer \(token)'"
                    + " \(server.origin)/deployments/databases/graphneo/\(id)/pause")
            try check(result, server)
        }
    }

    @Test func `an answer crosses the socket as the value gave it`() async throws {
        try await pausing(with: .delay(.zero)) { result, server in
            #expect(result.output.hasPrefix("HTTP/1.1 202"))
            #expect(result.output.contains("operationId"))
            #expect(server.withCloud { $0.changes.count } == 1)
        }
    }

    @Test(arguments: [(Fault.resetBeforeRead, 0), (.resetAfterApplied, 1)])
    func `a reset closes the connection without an answer`(
        fault: Fault, applied: Int
    ) async throws {
        try await pausing(with: fault) { result, server in
            #expect(result.exitStatus == 56 && result.output.isEmpty)
            #expect(server.withCloud { $0.changes.count } == applied)
        }
    }

    @Test func `a request that is never answered ends with the client's patience`() async throws {
        try await pausing(with: .noAnswerAfterApply, options: "--max-time 3") { result, server in
            #expect(result.exitStatus == 28 && result.output.isEmpty)
            #expect(server.withCloud { $0.changes.count } == 1)
        }
    }

    @Test func `stopping ends requests that are never answered`() async throws {
        let server = try await SimulatorServer.start(CloudSimulator(), clock: SteppedClock())
        server.withCloud { $0.faults.failNext("*", with: .noAnswerBeforeApply) }

        async let waiting = CurlProcess.run("curl -s \(server.origin)/deployments/plans")
        while server.withCloud({ $0.requests.isEmpty }) { await Task.yield() }
        await server.stop()
        let ended = try await waiting

        #expect(ended.exitStatus != 0)
    }

    @Test func `a late answer comes when its time has come`() async throws {
        try await withServer { server, clock in
            server.withCloud { $0.faults.failNext("*", with: .delay(.hours(1))) }

            async let answer = CurlProcess.run("curl -s -i \(server.origin)/deployments/plans")
            while clock.sleeperCount == 0 { await Task.yield() }
            clock.advance(by: .hours(1))
            let output = try await answer.output

            #expect(output.hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test func `a huge answer arrives whole`() async throws {
        try await pausing(with: .huge) { result, _ in
            #expect(result.output.utf8.count > 10_000_000)
        }
    }

    @Test func `a body of 100 MB is refused and the server goes on`() async throws {
        try await withServer { server, _ in
            let token = try await server.token()
            let result = try await CurlProcess.run(
                "head -c 100000000 /dev/zero | curl -s -i -T - -X POST -H 'Expect:'"
                    + " -H 'Authorization: Bearer \(token)' \(server.origin)/deployments/databases/graphneo"
            )
            let after = try await CurlProcess.run("curl -s -i \(server.origin)/deployments/plans")

            #expect(result.output.contains("413"))
            #expect(after.output.hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test(arguments: [
        ("--path-as-is", "/deployments/../environments", 400), ("", "/none", 501),
        ("-X PUT", "/deployments/plans", 405), ("", "/deployments/plans?page=2", 200),
    ])
    func `the request line reaches the cloud as it was sent`(
        options: String, target: String, status: Int
    ) async throws {
        try await withServer { server, _ in
            let token = try await server.token()
            let result = try await CurlProcess.run(
                "curl -s -i \(options) -H 'Authorization: Bearer \(token)' '\(server.origin)\(target)'"
            )

            #expect(result.output.hasPrefix("HTTP/1.1 \(status)"))
        }
    }

    @Test func `a port in use is a clear error`() async throws {
        try await withServer { server, clock in
            let error = await #expect(throws: SimulatorError.self) {
                _ = try await SimulatorServer.start(
                    CloudSimulator(), clock: clock, port: server.port)
            }

            #expect(error?.code == .usage)
            #expect(error?.message.contains("127.0.0.1:\(server.port)") == true)
            #expect(error?.message.contains("in use") == true)
        }
    }

    @Test func `servers side by side do not know of each other`() async throws {
        try await withServer(CloudSimulator(seed: 1)) { first, _ in
            try await withServer(CloudSimulator(seed: 2)) { second, _ in
                let token = try await first.token()
                let result = try await CurlProcess.run(
                    "curl -s -i -H 'Authorization: Bearer \(token)' \(second.origin)/deployments/plans"
                )

                #expect(result.output.hasPrefix("HTTP/1.1 401"))
            }
        }
    }

    @Test func `every change is reported before its answer`() async throws {
        let (states, report) = AsyncStream.makeStream(of: CloudSimulator.self)
        let server = try await SimulatorServer.start(
            CloudSimulator(), clock: SteppedClock(), onChange: { report.yield($0) })

        _ = try await server.token()
        _ = try await CurlProcess.run("curl -s \(server.origin)/deployments/plans")
        await server.stop()
        report.finish()
        var count = 0
        for await _ in states { count += 1 }

        #expect(count == 1)
    }
}
