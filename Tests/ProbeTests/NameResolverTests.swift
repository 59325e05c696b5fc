import NIOCore
import RunLoop
import Testing

@testable import Probe

@Suite(.timeLimit(.minutes(10)))
struct NameResolverTests {
    private static let v4: [UInt8] = [203, 0, 113, 7]
    private static let v6: [UInt8] = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

    private func resolve(
        _ zone: NameServer.Zone, host: String = "db.example.com",
        within time: TimeAmount = .seconds(40)
    ) async throws -> Result<NameResolver.Answer, LinkFailure> {
        let server = try await NameServer.start(zone)
        let resolver = NameResolver(settings: server.settings, patience: .seconds(40))
        // On a thread of its own: the others may be busy with other tests.
        let result = await RunLoop.run(in: .real) { _ -> Result<NameResolver.Answer, LinkFailure> in
            do throws(LinkFailure) {
                return .success(try await resolver.resolve(host, until: .now() + time))
            } catch {
                return .failure(error)
            }
        }
        await server.stop()
        return result
    }

    @Test(arguments: [false, true])
    func `a name has its addresses and their time to live`(isTruncated: Bool) async throws {
        let answer = try await resolve(
            .init(four: [Self.v4], six: [Self.v6], isTruncated: isTruncated)
        ).get()

        #expect(answer.addresses == ["2001:db8::1", "203.0.113.7"])
        #expect(answer.timeToLive == .seconds(60))
        #expect(answer.source == nil)
    }

    @Test func `an alias is followed, and its shorter time counts`() async throws {
        let answer = try await resolve(.init(four: [Self.v4], alias: "Real.Example.com")).get()

        #expect(answer.addresses == ["203.0.113.7"])
        #expect(answer.timeToLive == .seconds(30))
    }

    @Test(arguments: [
        (NameServer.Zone(status: 3), "there is no such name"),
        (.init(status: 5), "the name server 127.0.0.1 refused (5)"),
        (.init(), "the name has no address"),
        (
            .init(garbage: [0x81, 0x80, 0, 1, 0xff, 0xff, 0xc0]),
            "the name server 127.0.0.1 answered what is no answer"
        ),
        (.init(garbage: []), "the name server 127.0.0.1 answered what is no answer"),
    ])
    func `what is no address is told`(zone: NameServer.Zone, words: String) async throws {
        let result = try await resolve(zone)

        #expect(result == .failure(LinkFailure(reason: words)))
    }

    @Test func `a name server that says nothing ends within the time`() async throws {
        let result = try await resolve(.init(isSilent: true), within: .milliseconds(300))

        guard case .failure(let failure) = result else {
            Issue.record("it answered")
            return
        }
        #expect(!failure.reason.contains("no such name"), "\(failure)")
    }

    @Test func `the next name server is asked when one is not there`() async throws {
        let server = try await NameServer.start(.init(four: [Self.v4]))
        let gone = try await NameServer.start(.init())
        await gone.stop()
        let settings = ResolverSettings(
            servers: [.init(address: "127.0.0.1", port: gone.port)] + server.settings.servers)

        let answer = try await NameResolver(settings: settings).resolve(
            "db.example.com", until: .now() + .seconds(40))
        await server.stop()

        #expect(answer.addresses == ["203.0.113.7"])
    }

    @Test func `literal addresses and the table are asked of nobody`() async throws {
        let resolver = NameResolver(
            settings: ResolverSettings(
                resolvConf: "# none\n", hosts: "127.0.0.1 localhost box # x\n::1 localhost\n"))

        let literal = try await resolver.resolve("192.0.2.1", until: .now())
        let table = try await resolver.resolve("LOCALHOST", until: .now())

        #expect(literal == .init(addresses: ["192.0.2.1"], source: "a literal address"))
        #expect(table == .init(addresses: ["127.0.0.1", "::1"], source: "/etc/hosts"))
    }

    @Test func `name servers are read in order`() {
        let settings = ResolverSettings(
            resolvConf:
                "search x\nnameserver 10.0.0.1\nnameserver fe80::1%eth0 # y\n;nameserver 1\n",
            hosts: "")

        #expect(settings.servers.map(\.address) == ["10.0.0.1", "fe80::1"])
    }

    @Test(arguments: ["", ".", "a..b", String(repeating: "x", count: 64) + ".com"])
    func `what is no name is not asked for`(name: String) {
        #expect(DNSMessage.question(name, .a, id: 1) == nil)
    }

    @Test func `a pointer that leads round in a circle ends`() throws {
        let question = try #require(DNSMessage.question("a.b", .a, id: 7))
        let header: [UInt8] = [0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        for owner in [[0xc0, UInt8(question.count)], [0xc0, 0xff], [3, 0x61]] as [[UInt8]] {
            #expect(throws: DNSMessage.Failure.notAnAnswer) {
                try DNSMessage(header + question[12...] + owner, answering: question)
            }
        }
    }

    @Test func `any bytes at all are read without harm`() throws {
        let question = try #require(DNSMessage.question("db.example.com", .a, id: 7))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var bytes = question + [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 1, 2, 3, 4]
            bytes[2] = 0x81
            bytes[7] = 1
            for _ in 0..<3 {
                let index = Int.random(in: 2..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            let message = try? DNSMessage(bytes, answering: question)
            _ = message?.addresses(of: "db.example.com", .a)
        }
    }
}

struct BoltGreetingTests {
    @Test(arguments: [
        ([0, 0, 4, 5], BoltGreeting.Answer.version("5.4")), ([0, 0, 0, 3], .version("3")),
        ([0, 0, 0, 4], .version("4.0")), ([0, 0, 0, 0], .noVersion),
        (Array("HTTP/1.1 400".utf8), .web), ([1, 2, 3, 4], .other), ([0, 0], .other),
    ])
    func `four bytes are a version or are not`(bytes: [UInt8], answer: BoltGreeting.Answer) {
        #expect(BoltGreeting.read(bytes) == answer)
    }
}
