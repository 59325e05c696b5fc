import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// The network's errors in words that fit behind a colon.
enum FailureText {
    static func describe(_ error: any Error) -> String {
        switch error {
        case let error as LinkFailure: error.reason
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        case ChannelError.connectTimeout: "no answer in time"
        case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.eof:
            "it closed the connection"
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { describe($0.error) } ?? "no connection"
        case NIOSSLError.handshakeFailed(let reason): "the TLS handshake failed: \(words(reason))"
        case NIOSSLError.uncleanShutdown: "it closed the connection"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "the certificate is for another name"
        default: "\(type(of: error))"
        }
    }

    /// Whether the certificate is all that was wrong.
    static func isAboutCertificate(_ error: any Error) -> Bool {
        switch error {
        case NIOSSLError.handshakeFailed(let reason):
            "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
        case let error as NIOSSLExtraError: error == .failedToValidateHostname
        default: false
        }
    }

    private static func words(_ error: BoringSSLError) -> String {
        let text = "\(error)"
        let known = [
            ("CERTIFICATE_VERIFY_FAILED", "its certificate does not verify"),
            ("WRONG_VERSION_NUMBER", "it does not speak TLS"),
            ("HTTP_REQUEST", "it does not speak TLS"),
            ("UNSUPPORTED_PROTOCOL", "it speaks only versions of TLS that are too old"),
        ]
        return known.first { text.contains($0.0) }?.1 ?? "it broke off"
    }
}
