import Glibc
import JSONDocument
import Testing

/// `graphene probe` on loopback; what is behind a port is tested where probes are.
@Suite(.timeLimit(.minutes(10)))
struct ProbeCommandTests {
    /// The port of a simulated cloud, which is a web server without TLS.
    private func port(_ simulator: SimulatorProcess) throws -> String {
        let url = try #require(simulator.environment["GRAPHENE_API_URL"])
        return String(try #require(url.split(separator: ":").last))
    }

    @Test func `a URL with its port is reached without an account`() async throws {
        try await withSimulator { simulator in
            let port = try port(simulator)

            let web = try await graphene(["probe", "http://127.0.0.1:\(port)"])
            let json = try await graphene(
                ["probe", "http://127.0.0.1:\(port)", "--output", "json"])

            #expect(web.status == 0, "\(web.output) \(web.errors)")
            #expect(web.output.contains("127.0.0.1:\(port) answers, "), "\(web.output)")
            let document = try JSONValue(parsing: json.output)
            #expect(document["ok"] == true)
            #expect(
                document["steps"]?.array?.compactMap { $0["name"]?.string }
                    == ["name", "tcp", "tls", "http"])
        }
    }

    @Test(arguments: ["[::1]:1", "bolt://[::1]:1"])
    func `an IPv6 address is reached as it is`(ref: String) async throws {
        let result = try await graphene(["probe", ref, "--timeout", "4s"])

        #expect(result.status == 7, "\(result.errors)")
        #expect(result.output.contains("[::1]:1 does not answer"), "\(result.output)")
    }

    @Test(arguments: ["-1", "0", "65536", "99999"])
    func `a port that cannot be is exit 2`(port: String) async throws {
        let result = try await graphene(["probe", "bolt://127.0.0.1:\(port)"])

        #expect(result.status == 2, "\(result.errors)")
        #expect(
            result.errors.contains(
                "cannot reach bolt://127.0.0.1:\(port): there is no port \(port)"),
            "\(result.errors)")
    }

    @Test func `what does not speak Bolt is exit 7`() async throws {
        try await withSimulator { simulator in
            let result = try await graphene(
                ["probe", "bolt://127.0.0.1:\(try port(simulator))", "--timeout", "4s"])

            #expect(result.status == 7, "\(result.output) \(result.errors)")
            #expect(result.output.contains(" does not answer, "), "\(result.output)")
        }
    }

    @Test func `a database of the account is looked up first`() async throws {
        try await withSimulator { simulator in
            let missing = try await graphene(
                ["probe", "production/nowhere"], environment: simulator.environment)
            let unsigned = try await graphene(["probe", "production/orders"])

            #expect(missing.status == 5, "\(missing.errors)")
            #expect(missing.errors.contains("hint: `graphene ps` lists all"), "\(missing.errors)")
            #expect(unsigned.status == 4)
        }
    }

    @Test func `a time that is none is refused`() async throws {
        let result = try await graphene(["probe", "bolt://127.0.0.1:1", "--timeout", "soon"])

        #expect(result.status == 2)
        #expect(result.errors.contains("--timeout soon is no duration"))
    }
}
