@testable import CloudClient
import CloudSimulator
import Diagnostics
import Foundation
import JSONDocument
import SimulatedCloud
import Testing
import Timekeeping

struct HTTPTransportTests {
    private static let folder = String(#filePath.dropLast("/HTTPTransportTests.swift".count))
    private static let certificate = (
        chain: folder + "/Fixtures/tls-certificate.pem", key: folder + "/Fixtures/tls-key.pem"
    )
    private static let request = CloudRequest(
        .get, RequestPath(literal: "/deployments/plans"))

    /// Sends to a server of the test's own, and tells how it went.
    private func send(
        _ request: CloudRequest = request, to address: String,
        network: NetworkSettings = NetworkSettings(), timeout: Duration = .seconds(90),
        times: Int = 1
    ) async throws -> Result<CloudResponse, TransportError> {
        let clock = ScaledClock(startingAt: CloudSimulator.epoch)
        let transport = HTTPTransport(try Endpoint(address), network: network, clock: clock)
        var result: Result<CloudResponse, TransportError>?
        for _ in 0..<times {
            do throws(TransportError) {
                result = .success(try await transport.send(request, timeout: timeout))
            } catch {
                result = .failure(error)
            }
        }
        await transport.shutDown()
        return try #require(result)
    }

    private func kind(_ result: Result<CloudResponse, TransportError>) -> TransportError.Kind? {
        if case .failure(let error) = result { error.kind } else { nil }
    }

    @Test func `requests one after the other share a connection`() async throws {
        let server = try await RawServer.start { _ in .json("{}") }

        let result = try await send(to: "http://127.0.0.1:\(server.port)", times: 5)

        #expect(try result.get().status == 200)
        #expect(server.connections == 1)
        #expect(server.requests.count == 5)
        await server.stop()
    }

    @Test func `the path lies below the configured one and the token is a header`() async throws {
        let server = try await RawServer.start { _ in .json("{}") }
        var request = CloudRequest(
            .post, try #require(RequestPath(["a/b", "c d"])),
            query: [QueryItem(name: "x y", value: "1&2")],
            body: .json(["k": "v"]))
        request.token = Secret("token-1")

        _ = try await send(request, to: "http://127.0.0.1:\(server.port)/base/")

        let head = try #require(server.requests.first)
        #expect(head.hasPrefix("POST /base/a%2Fb/c%20d?x%20y=1%262 HTTP/1.1\r\n"))
        #expect(head.contains("authorization: Bearer token-1"))
        #expect(head.contains("content-type: application/json"))
        await server.stop()
    }

    @Test func `a refused connection was never sent`() async throws {
        let port = try #require(BoundPort())

        let result = try await send(to: "http://127.0.0.1:\(port.number)")

        guard case .failure(let error) = result else { return #expect(Bool(false)) }
        #expect(error.kind == .couldNotConnect)
        #expect(error.wasNeverSent)
        #expect(error.detail.hasPrefix("connection refused"))
    }

    @Test func `a name that nobody knows was never sent to`() async throws {
        let result = try await send(to: "https://no-such-host.invalid")

        #expect([.nameNotResolved, .couldNotConnect].contains(kind(result)))
    }

    @Test func `a connection that ends without an answer may have been read`() async throws {
        let server = try await RawServer.start { _ in .close }

        let result = try await send(to: "http://127.0.0.1:\(server.port)")

        guard case .failure(let error) = result else { return #expect(Bool(false)) }
        #expect(error.kind == .connectionLost)
        #expect(!error.wasNeverSent)
        await server.stop()
    }

    @Test(arguments: [
        RawServer.Answer.silence,
        .beginning("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":"),
    ])
    func `an answer that does not come in time is a timeout`(_ answer: RawServer.Answer)
        async throws
    {
        let server = try await RawServer.start { _ in answer }

        let result = try await send(
            to: "http://127.0.0.1:\(server.port)", timeout: .milliseconds(300))

        #expect(kind(result) == .timeout)
        await server.stop()
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1} nothing of the kind\r\n\r\n"])
    func `what does not speak HTTP is told`(_ greeting: String) async throws {
        let server = try await RawServer.start { _ in .partial(greeting) }

        let result = try await send(to: "http://127.0.0.1:\(server.port)")

        guard case .failure(let error) = result else { return #expect(Bool(false)) }
        #expect(error.kind == .connectionLost)
        #expect(error.detail == "what answers does not speak HTTP as it should")
        await server.stop()
    }

    @Test func `a redirect is not followed`() async throws {
        let other = try await RawServer.start { _ in .json("{}") }
        let port = other.port
        let server = try await RawServer.start { _ in
            .bytes(
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:\(port)/\r\n"
                    + "Content-Length: 0\r\n\r\n")
        }

        let result = try await send(to: "http://127.0.0.1:\(server.port)")

        #expect(try result.get().status == 307)
        #expect(other.connections == 0)
        await server.stop()
        await other.stop()
    }

    @Test func `an answer beyond the limit is not read to its end`() async throws {
        let server = try await RawServer.start { _ in
            .json("\"" + String(repeating: "x", count: 9_000_000) + "\"")
        }

        let result = try await send(to: "http://127.0.0.1:\(server.port)")

        #expect(kind(result) == .answerTooLong)
        await server.stop()
    }

    @Test func `a certificate that nobody vouches for is refused`() async throws {
        let server = try await RawServer.start(certificate: Self.certificate) { _ in .json("{}") }

        let result = try await send(to: "https://localhost:\(server.port)")

        guard case .failure(let error) = result else { return #expect(Bool(false)) }
        #expect(error.kind == .tlsFailure)
        #expect(error.wasNeverSent)
        #expect(error.detail.contains("certificate"))
        #expect(server.requests.isEmpty)
        await server.stop()
    }

    @Test func `an authority given beside the system's is trusted`() async throws {
        let server = try await RawServer.start(certificate: Self.certificate) { _ in .json("{}") }

        let result = try await send(
            to: "https://localhost:\(server.port)",
            network: NetworkSettings(authorities: Self.certificate.chain))

        #expect(try result.get().status == 200)
        await server.stop()
    }

    @Test func `the authorities are read once`() async throws {
        let server = try await RawServer.start(certificate: Self.certificate) { _ in .json("{}") }
        let manager = FileManager.default
        let copy = manager.temporaryDirectory.appending(path: "authorities-\(server.port).pem").path
        try manager.copyItem(atPath: Self.certificate.chain, toPath: copy)
        let transport = HTTPTransport(
            try Endpoint("https://localhost:\(server.port)"),
            network: NetworkSettings(authorities: copy),
            clock: ScaledClock(startingAt: CloudSimulator.epoch))

        let first = try? await transport.send(Self.request, timeout: .minutes(2))
        try manager.removeItem(atPath: copy)
        let second = try? await transport.send(Self.request, timeout: .minutes(2))
        await transport.shutDown()

        #expect(first?.status == 200)
        #expect(second?.status == 200)
        await server.stop()
    }

    @Test func `an answer that breaks off is told as that`() async throws {
        let server = try await RawServer.start { _ in
            .partial("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\": ")
        }

        let result = try await send(to: "http://127.0.0.1:\(server.port)")

        guard case .failure(let error) = result else { return #expect(Bool(false)) }
        #expect(error.kind == .connectionLost)
        #expect(error.detail == "the answer broke off")
        await server.stop()
    }

    @Test func `what speaks no TLS is told`() async throws {
        let server = try await RawServer.start { _ in .json("{}") }

        let result = try await send(
            to: "https://127.0.0.1:\(server.port)", timeout: .seconds(3))

        #expect([.tlsFailure, .connectionLost, .timeout].contains(kind(result)))
        await server.stop()
    }

    @Test func `a proxy is asked for the way`() async throws {
        let proxy = try await RawServer.start { _ in
            .bytes("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        }
        let proxies = ProxySettings(environment: ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])

        let result = try await send(
            to: "https://api.example.com", network: NetworkSettings(proxies: proxies))

        #expect(kind(result) == .couldNotConnect)
        #expect(proxy.requests.first?.hasPrefix("CONNECT api.example.com:443") == true)
        await proxy.stop()
    }

    @Test func `a cancelled request ends at once`() async throws {
        let server = try await RawServer.start { _ in .silence }

        let task = Task { try await send(to: "http://127.0.0.1:\(server.port)") }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()

        #expect(kind(try await task.value) == .cancelled)
        await server.stop()
    }
}

struct OverHTTPTests {
    @Test(arguments: [
        (Fault.resetBeforeRead, Errand.pause), (.garbage, .restore),
        (.resetAfterApplied, .clone), (.noAnswerAfterApply, .resize),
        (.errorAfterApplied(502), .switchDNS), (.truncated, .create), (.huge, .pause),
        (.throttle(after: .seconds(1)), .delete), (.expireTokens, .snapshot),
    ])
    func `a change survives a lost answer over a real connection`(
        _ fault: Fault, _ errand: Errand
    ) async throws {
        let settings = CloudSettings(rate: 20)
        try await withSimulatedCloud(
            .sample, .overHTTP, assuming: [.durations: "0.1"], settings: settings
        ) { test in
            test.failNext(errand.route.rawValue, with: fault)

            let result = try await errand.run(test)

            #expect(result.changed)
            #expect(test.applied.count == 1)
        }
    }
}

struct AtMostOnceOverHTTPTests {
    /// One that creates, one that can be undone, one that replaces a document, one that destroys.
    @Test(arguments: [Errand.clone, .pause, .setSettings, .delete], LostAnswer.allCases)
    func `a lost answer over a real connection is reported as what was done`(
        _ errand: Errand, _ lost: LostAnswer
    ) async throws {
        try await withSimulatedCloud(
            .sample, .overHTTP, assuming: [.durations: "0.02"], settings: CloudSettings(rate: 20)
        ) { test in
            test.failNext(errand.route.rawValue, with: lost.fault)

            let result = try await settled { try await errand.run(test) }

            let log = test.withSimulator { $0.changes.filter { $0.verb == errand.verb } }
            #expect(log.count <= 1)
            switch result {
            case .success: #expect(log.count == 1)
            case .failure(let error):
                #expect(error.outcome != .accepted)
                if error.outcome != .unknown { #expect(log.isEmpty, "\(error.message)") }
            }
        }
    }

    private func settled(
        _ body: () async throws -> Errand.Result
    ) async throws -> Result<Errand.Result, CloudError> {
        do {
            return .success(try await body())
        } catch let error as CloudError {
            return .failure(error)
        }
    }
}

/// A port that is taken, so that nobody else gets it meanwhile, and that nobody listens on.
private final class BoundPort {
    let number: UInt16
    private let descriptor: Int32

    init?() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        if !bound { return nil }
    }

    deinit { close(descriptor) }
}
