import NIOCore
import NIOSSL
import NIOTLS
import Timekeeping

/// What a server's certificate says.
struct CertificateFacts: Hashable, Sendable {
    var subject: String?
    var names: [String]
    var validFrom: Instant
    var expires: Instant

    init(_ certificate: NIOSSLCertificate) {
        subject = certificate.subjectName.last { $0.type == .commonName }?.value
        names = certificate._subjectAlternativeNames().compactMap { name in
            name.nameType == .dnsName ? String(decoding: name.contents, as: UTF8.self) : nil
        }
        validFrom = Instant(secondsSince1970: Int64(certificate.notValidBefore))
        expires = Instant(secondsSince1970: Int64(certificate.notValidAfter))
    }

    /// Whom it is for, in words.
    var holder: String { subject ?? names.first ?? "nobody" }

    /// Why it does not hold for `host` at `now`, as far as it can be seen from it alone.
    func objection(for host: String, at now: Instant) -> String {
        if now >= expires { return "its certificate expired on \(Timestamp.day(expires))" }
        if now < validFrom {
            return "its certificate is valid only from \(Timestamp.day(validFrom))"
        }
        let all = names.isEmpty ? [subject].compactMap { $0 } : names
        if !NameResolver.isLiteral(host), !all.contains(where: { Self.matches(host, $0) }) {
            return "its certificate is for \(all.joined(separator: ", ")), not for \(host)"
        }
        return "nobody who is trusted here has signed its certificate (\(holder))"
    }

    private static func matches(_ host: String, _ pattern: String) -> Bool {
        let (host, pattern) = (host.lowercased(), pattern.lowercased())
        guard pattern.hasPrefix("*.") else { return host == pattern }
        return host.drop { $0 != "." } == pattern.dropFirst() && host.first != "."
    }
}

extension Link {
    /// Begins TLS on the connection and waits for the handshake's end.
    ///
    /// `verifies` decides whether a certificate that does not hold is a failure.
    func startTLS(
        for host: String, authorities: String?, verifies: Bool, until deadline: NIODeadline
    ) async throws(LinkFailure) -> CertificateFacts? {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let isLiteral = NameResolver.isLiteral(host)
        configuration.certificateVerification =
            verifies ? (isLiteral ? .noHostnameVerification : .fullVerification) : .none
        // Nothing is left to be said: who does not answer the goodbye is not waited for.
        configuration.shutdownTimeout = .milliseconds(1)
        if let authorities { configuration.additionalTrustRoots = [.file(authorities)] }
        let end = channel.eventLoop.makePromise(of: CertificateFacts?.self)
        let timer = channel.eventLoop.scheduleTask(deadline: deadline) {
            end.fail(LinkFailure(reason: "it did not answer to TLS in time"))
        }
        defer { timer.cancel() }
        do {
            let context = try NIOSSLContext(configuration: configuration)
            let channel = channel
            channel.eventLoop.execute {
                do {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: isLiteral ? nil : host)
                    try channel.pipeline.syncOperations.addHandlers(
                        [handler, HandshakeWatch(end)], position: .first)
                } catch {
                    end.fail(error)
                }
            }
            return try await end.futureResult.get()
        } catch {
            throw LinkFailure(
                reason: FailureText.describe(error),
                isAboutCertificate: FailureText.isAboutCertificate(error))
        }
    }
}

/// Tells the end of a handshake, whichever it is.
private final class HandshakeWatch: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let end: EventLoopPromise<CertificateFacts?>

    init(_ end: EventLoopPromise<CertificateFacts?>) { self.end = end }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
            end.succeed(certificate.map(CertificateFacts.init))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end.fail(error)
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end.fail(LinkFailure(reason: "it closed the connection at the TLS handshake"))
        context.fireChannelInactive()
    }
}
