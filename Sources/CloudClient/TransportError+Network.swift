import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportError {
    /// Sorts a failure of the network by what is certain about the request.
    init(_ error: any Error) {
        switch error {
        case is CancellationError: self.init(.cancelled, "the request was stopped", cause: error)
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self.init(error)
        case let error as NIOSSLError: self.init(tls: error)
        case is NIOSSLExtraError, is BoringSSLError: self.init(tls: error)
        case is HTTPParserError:
            self.init(
                .connectionLost, "what answers does not speak HTTP as it should", cause: error)
        case let error as IOError where Self.connecting.contains(error.errnoCode):
            self.init(.couldNotConnect, Self.phrase(error), cause: error)
        case let error as IOError:
            self.init(.connectionLost, "the connection was lost", cause: error)
        default:
            self.init(.connectionLost, "the connection failed", cause: error)
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled, .requestStreamCancelled:
            self.init(.cancelled, "the request was stopped", cause: error)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(.couldNotConnect, "no connection could be made in time", cause: error)
        case .tlsHandshakeTimeout:
            self.init(.couldNotConnect, "the TLS handshake took too long", cause: error)
        case .httpProxyHandshakeTimeout, .invalidProxyResponse, .proxyAuthenticationRequired:
            self.init(
                .couldNotConnect, "the proxy does not let it through (\(error.shortDescription))",
                cause: error)
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            self.init(.timeout, "no answer came in time", cause: error)
        case .invalidURL, .emptyHost, .emptyScheme:
            self.init(.refused, "the API's address cannot be used", cause: error)
        default:
            self.init(.connectionLost, "the connection was lost", cause: error)
        }
    }

    private init(_ error: NIOConnectionError) {
        guard let failure = error.connectionErrors.first?.error else {
            self.init(.nameNotResolved, "the name \(error.host) is not known", cause: error)
            return
        }
        let reason = (failure as? IOError).map(Self.phrase) ?? "no connection could be made in time"
        self.init(.couldNotConnect, "\(reason) (\(error.host):\(error.port))", cause: error)
    }

    private init(tls error: any Error) {
        let text = String(describing: error)
        let reason =
            switch true {
            case text.contains("CERTIFICATE_VERIFY_FAILED"):
                "the API's certificate is not signed by an authority that is trusted here"
            case text.contains("failedToValidateHostname"):
                "the API's certificate is for another name"
            case text.contains("WRONG_VERSION_NUMBER"), text.contains("HTTP_REQUEST"):
                "what answers does not speak TLS"
            default: "no secure connection could be made"
            }
        // Once the handshake is over, a TLS error is a connection that broke, and the request may
        // have been read.
        if case .uncleanShutdown? = error as? NIOSSLError {
            self.init(.connectionLost, "the connection was lost", cause: error)
        } else if case .handshakeFailed? = error as? NIOSSLError {
            self.init(.tlsFailure, reason, cause: error)
        } else if error is NIOSSLExtraError {
            self.init(.tlsFailure, reason, cause: error)
        } else {
            self.init(.connectionLost, "the secure connection broke", cause: error)
        }
    }

    private static let connecting: [CInt] = [
        ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EADDRNOTAVAIL,
    ]

    private static func phrase(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case EHOSTUNREACH, EHOSTDOWN: "the host cannot be reached"
        case ENETUNREACH, ENETDOWN: "the network cannot be reached"
        default: "no connection could be made"
        }
    }
}
