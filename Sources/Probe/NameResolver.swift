import Glibc
import NIOCore

/// Finds a name's addresses, and how long they may be remembered.
struct NameResolver: Sendable {
    struct Answer: Hashable, Sendable {
        /// IPv6 and IPv4 addresses as text, in the order in which to try them.
        var addresses: [String]
        /// Nil when no name server was asked.
        var timeToLive: Duration?
        /// Where it stands when no name server was asked.
        var source: String?
    }

    private enum Question: Sendable {
        case found([String], UInt32)
        case nothing
        case failed(LinkFailure)
    }

    let settings: ResolverSettings
    /// How long one name server is waited for at most, each time.
    var patience = TimeAmount.seconds(3)

    func resolve(_ host: String, until deadline: NIODeadline) async throws(LinkFailure) -> Answer {
        if Self.isLiteral(host) { return Answer(addresses: [host], source: "a literal address") }
        if let known = settings.table[host.lowercased()] {
            return Answer(addresses: known, source: "/etc/hosts")
        }
        async let six = ask(host, .aaaa, until: deadline)
        async let four = ask(host, .a, until: deadline)
        let answers = [await six, await four]
        var addresses: [String] = []
        var shortest: UInt32?
        var failure: LinkFailure?
        for answer in answers {
            switch answer {
            case .found(let found, let timeToLive):
                addresses += found
                shortest = min(shortest ?? timeToLive, timeToLive)
            case .nothing: break
            case .failed(let reason): failure = failure ?? reason
            }
        }
        guard !addresses.isEmpty else {
            throw failure ?? LinkFailure(reason: "the name has no address")
        }
        return Answer(addresses: addresses, timeToLive: shortest.map { .seconds(Int64($0)) })
    }

    static func isLiteral(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    /// Asks the name servers in turn until one answers.
    private func ask(
        _ host: String, _ kind: DNSMessage.Kind, until deadline: NIODeadline
    ) async -> Question {
        guard let question = DNSMessage.question(host, kind, id: .random(in: .min ... .max)) else {
            return .failed(LinkFailure(reason: "it is no name that can be looked up"))
        }
        var failure = LinkFailure(
            reason: settings.servers.isEmpty
                ? "there is no name server" : "there was no time left to look it up")
        // Twice around: a datagram may be lost.
        let servers = settings.servers + settings.servers
        for (index, server) in servers.enumerated() {
            let left = deadline - .now()
            guard left > .zero else { break }
            let share = TimeAmount.nanoseconds(left.nanoseconds / Int64(servers.count - index))
            do throws(LinkFailure) {
                let message = try await exchange(
                    question, with: server, until: .now() + min(share, patience), deadline)
                guard let (found, timeToLive) = message.addresses(of: host, kind) else {
                    return .nothing
                }
                return .found(found.compactMap(Self.text), timeToLive)
            } catch {
                failure = error
                if error == Self.noSuchName { break }
            }
        }
        return .failed(failure)
    }

    private static let noSuchName = LinkFailure(reason: "there is no such name")

    private func exchange(
        _ question: [UInt8], with server: ResolverSettings.Server, until deadline: NIODeadline,
        _ end: NIODeadline
    ) async throws(LinkFailure) -> DNSMessage {
        guard let address = try? SocketAddress(ipAddress: server.address, port: server.port) else {
            throw LinkFailure(reason: "the name server \(server.address) has no address")
        }
        let link = try await Link.datagrams(to: address)
        let bytes: Result<[UInt8], LinkFailure>
        do throws(LinkFailure) {
            try await link.send(question)
            // What answers another question is somebody else's, or a forgery.
            bytes = .success(
                try await link.receive(until: deadline) { $0.starts(with: question.prefix(2)) })
        } catch {
            bytes = .failure(Self.about(error, server))
        }
        await link.close()
        let message = try Self.read(try bytes.get(), question, server)
        guard message.isTruncated else { return message }
        return try await exchangeInFull(question, with: server, address, until: end)
    }

    /// Asks again over TCP, where an answer has room.
    private func exchangeInFull(
        _ question: [UInt8], with server: ResolverSettings.Server, _ address: SocketAddress,
        until deadline: NIODeadline
    ) async throws(LinkFailure) -> DNSMessage {
        let link = try await Link.connect(to: address, until: deadline)
        let bytes: Result<[UInt8], LinkFailure>
        do throws(LinkFailure) {
            let count = question.count
            try await link.send([UInt8(count >> 8), UInt8(count & 0xff)] + question)
            bytes = .success(
                try await link.receive(until: deadline) { bytes in
                    bytes.count >= 2 && bytes.count - 2 >= Int(bytes[0]) << 8 | Int(bytes[1])
                })
        } catch {
            bytes = .failure(Self.about(error, server))
        }
        await link.close()
        return try Self.read(Array(try bytes.get().dropFirst(2)), question, server)
    }

    private static func read(
        _ bytes: [UInt8], _ question: [UInt8], _ server: ResolverSettings.Server
    ) throws(LinkFailure) -> DNSMessage {
        do throws(DNSMessage.Failure) {
            return try DNSMessage(bytes, answering: question)
        } catch {
            switch error {
            case .noSuchName: throw noSuchName
            case .refused(let code):
                throw LinkFailure(reason: "the name server \(server.address) refused (\(code))")
            case .notAnAnswer:
                throw LinkFailure(
                    reason: "the name server \(server.address) answered what is no answer")
            }
        }
    }

    private static func about(
        _ failure: LinkFailure, _ server: ResolverSettings.Server
    ) -> LinkFailure {
        LinkFailure(reason: "the name server \(server.address): \(failure.reason)")
    }

    private static func text(_ address: [UInt8]) -> String? {
        let bytes = ByteBuffer(bytes: address)
        return (try? SocketAddress(packedIPAddress: bytes, port: 0))?.ipAddress
    }
}
