import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that answers each request with whatever bytes a test wants, or not at all.
final class RawServer: Sendable {
    /// What to do once the head of a request has arrived.
    enum Answer: Sendable {
        case bytes(String)
        /// Those bytes, and then nothing more.
        case beginning(String)
        /// Those bytes, and then the connection's end.
        case partial(String)
        case close
        case silence
    }

    let port: Int
    private let channel: any Channel
    private let log: Log

    /// What has arrived so far.
    final class Log: Sendable {
        private let state = Mutex((connections: 0, requests: [String]()))

        var connections: Int { state.withLock { $0.connections } }
        var requests: [String] { state.withLock { $0.requests } }
        func connected() { state.withLock { $0.connections += 1 } }
        func received(_ request: String) { state.withLock { $0.requests.append(request) } }
    }

    var connections: Int { log.connections }
    var requests: [String] { log.requests }

    private init(_ channel: any Channel, _ log: Log) {
        self.channel = channel
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    /// Listens on the loopback interface, with TLS when a certificate is given.
    static func start(
        certificate: (chain: String, key: String)? = nil,
        _ answer: @escaping @Sendable (String) -> Answer
    ) async throws -> RawServer {
        let log = Log()
        var context: NIOSSLContext?
        if let certificate {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate.chain)
            let key = try NIOSSLPrivateKey(file: certificate.key, format: .pem)
            context = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 16)
            .childChannelInitializer { [context] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(log, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawServer(channel, log)
    }

    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let log: Log
        private let answer: @Sendable (String) -> Answer
        private var received = ""

        init(_ log: Log, _ answer: @escaping @Sendable (String) -> Answer) {
            self.log = log
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) { log.connected() }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            guard received.contains("\r\n\r\n") else { return }
            let request = received
            received = ""
            log.received(request)
            switch answer(request) {
            case .bytes(let text), .beginning(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .partial(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
                context.close(promise: nil)
            case .close: context.close(promise: nil)
            case .silence: break
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

extension RawServer.Answer {
    static func json(_ body: String, status: String = "200 OK") -> RawServer.Answer {
        .bytes(
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}
