import Probe
import Testing
import Timekeeping

@Suite(.timeLimit(.minutes(10)))
struct NetworkProberTests {
    private func with<Value>(
        _ answer: ProbeListener.Answer, certificate: String? = nil, host: String = "127.0.0.1",
        _ body: (ProbeListener) async -> Value
    ) async throws -> Value {
        let listener = try await ProbeListener.start(
            answer, certificate: certificate, host: host)
        let value = await body(listener)
        await listener.stop()
        return value
    }

    @Test func `a database with TLS is reached up to its Bolt version`() async throws {
        let report = try await with(
            .bytes(ProbeListener.boltVersion5), certificate: "server.pem"
        ) { await probe($0) }

        #expect(report.isGood, "\(report)")
        #expect(report.path == ["name", "tcp", "tls", "bolt"])
        #expect(report.boltVersion == "5.4")
        #expect(report.tlsSubject == "db.probe.test")
        #expect(report.tlsExpires.map(Timestamp.day) == "2089-06-01")
        #expect(report.timeToLive == nil)
        #expect(report.steps[0].detail == "127.0.0.1 (/etc/hosts)")
        #expect(report.detail == "Bolt 5.4")
    }

    @Test func `a database without TLS is reached too, and that is told`() async throws {
        let report = try await with(.bytes(ProbeListener.boltVersion5)) {
            await probe($0, timeout: .seconds(60))
        }

        #expect(report.isGood, "\(report)")
        #expect(report.path == ["name", "tcp", "tls", "bolt"])
        #expect(report.steps[2].detail.hasPrefix("none: "), "\(report)")
        #expect(report.tlsExpires == nil)
    }

    @Test func `a certificate for another name is no way to the database`() async throws {
        let report = try await with(
            .bytes(ProbeListener.boltVersion5), certificate: "server.pem"
        ) { await probe($0, host: "other.probe.test") }

        #expect(!report.isGood)
        #expect(report.path == ["name", "tcp", "tls!"])
        #expect(
            report.detail == "tls: its certificate is for db.probe.test, not for other.probe.test")
        #expect(report.tlsExpires != nil)
    }

    @Test func `a certificate that has expired says when`() async throws {
        let report = try await with(
            .bytes(ProbeListener.boltVersion5), certificate: "expired.pem"
        ) { await probe($0) }

        #expect(report.detail == "tls: its certificate expired on 2021-06-01", "\(report)")
    }

    @Test func `a certificate of nobody who is trusted is refused`() async throws {
        let report = try await with(
            .bytes(ProbeListener.boltVersion5), certificate: "server.pem"
        ) { await probe($0, trusting: nil) }

        #expect(report.path == ["name", "tcp", "tls!"])
        #expect(report.detail.contains("nobody who is trusted here"), "\(report)")
    }

    @Test func `a web server is reached as one, and is no database`() async throws {
        let page = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
        let (web, bolt) = try await with(.bytes(page), certificate: "server.pem") {
            (await probe($0, as: .http), await probe($0))
        }

        #expect(web.isGood, "\(web)")
        #expect(web.detail == "HTTP/1.1 200")
        #expect(bolt.detail == "bolt: a web server answered: this is not the Bolt port")
    }

    @Test(arguments: [
        (ProbeListener.Answer.silence, "in time"),
        (.bytes(Array("SSH-2.0-x\r\n".utf8)), "it answered what is not Bolt"),
        (.bytes([0, 0, 0, 0]), "it speaks none of Bolt 3 to 5.8"),
        (.endless(Array(repeating: 0xff, count: 4_096)), "it answered what is not Bolt"),
        (.close, "it closed the connection"),
    ])
    func `what answers badly behind TLS is told in time`(
        answer: ProbeListener.Answer, words: String
    ) async throws {
        let report = try await with(answer, certificate: "server.pem") {
            // Only silence is waited for to the end.
            if case .silence = answer { return await probe($0, timeout: .seconds(4)) }
            return await probe($0)
        }

        #expect(!report.isGood)
        #expect(report.detail.hasSuffix(words), "\(report)")
    }

    @Test(arguments: [
        ProbeListener.Answer.silence, .endless(Array("garbage ".utf8)), .close,
        .bytes(Array("garbage".utf8)),
    ])
    func `a port that accepts and is nothing ends within the time`(
        answer: ProbeListener.Answer
    ) async throws {
        let report = try await with(answer) { await probe($0, timeout: .milliseconds(600)) }

        #expect(!report.isGood, "\(report)")
        #expect(!report.detail.isEmpty)
    }

    @Test(arguments: [ProbeAddress.Service.bolt, .http])
    func `a handshake that was given up is not taken for a bad answer`(
        service: ProbeAddress.Service
    ) async throws {
        // Without TLS itself, it answers a greeting as a server with TLS does: by an alert.
        let alert: [UInt8] = [0x15, 3, 1, 0, 2, 2, 10]
        let report = try await with(.afterTLS(alert)) { await probe($0, as: service) }

        #expect(
            report.detail.hasSuffix("it speaks TLS, but did not end the handshake in time"),
            "\(report)")
    }

    @Test func `a dead address does not keep from the next one`() async throws {
        let report = try await with(
            .bytes(ProbeListener.boltVersion5), certificate: "server.pem"
        ) { await probe($0, at: ["::1", "127.0.0.1"]) }

        #expect(report.isGood, "\(report)")
        #expect(report.path == ["name", "tcp!", "tcp", "tls", "bolt"])
        #expect(report.steps[1].detail.contains("connection refused"), "\(report)")
    }

    @Test func `IPv6 is reached as IPv4 is`() async throws {
        let report = try await with(.bytes(ProbeListener.boltVersion5), host: "::1") {
            await probe($0, host: "::1", timeout: .seconds(60))
        }

        #expect(report.isGood, "\(report)")
        #expect(report.steps[0].detail == "::1 (a literal address)")
        #expect(report.steps[1].detail.hasPrefix("[::1]:"))
    }

    @Test func `nobody listening is told`() async {
        // A port that only the superuser could have taken, and no service has.
        let report = await probe(ProbeAddress(host: "127.0.0.1", port: 1, service: .bolt))

        #expect(report.path == ["name", "tcp!"])
        #expect(report.detail == "tcp: 127.0.0.1:1: connection refused", "\(report)")
    }

    @Test(arguments: [-1, 0, 65_536, Int.max])
    func `a port that cannot be is told`(port: Int) async {
        let report = await probe(ProbeAddress(host: "127.0.0.1", port: port, service: .bolt))

        #expect(report.path == ["name", "tcp!"])
        #expect(report.detail == "tcp: there is no port \(port): ports are 1 to 65535")
    }
}
