import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Probe
import RunLoop
import Testing
import Timekeeping

/// A server on loopback that answers with whatever bytes a test wants.
final class ProbeListener: Sendable {
    enum Answer: Sendable, CustomTestStringConvertible {
        case bytes([UInt8])
        /// Without an end.
        case endless([UInt8])
        case silence
        case close
        /// Nothing to TLS, whose connection it closes, and these to anything else.
        case afterTLS([UInt8])

        var testDescription: String {
            switch self {
            case .bytes(let bytes): "\(bytes.count) bytes"
            case .endless: "bytes without end"
            case .silence: "silence"
            case .close: "the connection's end"
            case .afterTLS: "bytes, but not to TLS"
            }
        }
    }

    static let boltVersion5: [UInt8] = [0, 0, 4, 5]

    let port: Int
    private let channel: any Channel

    private init(_ channel: any Channel) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    /// Listens, with TLS when a certificate of `Fixtures/` is named.
    static func start(
        _ answer: Answer, certificate: String? = nil, host: String = "127.0.0.1"
    ) async throws -> ProbeListener {
        let context = try certificate.map { name in
            let chain = try NIOSSLCertificate.fromPEMFile(fixture(name))
            let key = try NIOSSLPrivateKey(file: fixture("key.pem"), format: .pem)
            return try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Responder(answer))
                }
            }
            .bind(host: host, port: 0).get()
        return ProbeListener(channel)
    }

    func stop() async { try? await channel.close() }

    static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
            .appending(path: name).path
    }

    private final class Responder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: Answer

        init(_ answer: Answer) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch answer {
            case .bytes(let bytes): write(bytes, context)
            case .endless(let bytes): goOn(bytes, context)
            case .close: context.close(promise: nil)
            case .silence: break
            case .afterTLS(let bytes):
                let isGreeting = unwrapInboundIn(data).readableBytesView.first != 0x16
                if isGreeting { write(bytes, context) } else { context.close(promise: nil) }
            }
        }

        private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }

        private func goOn(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            let bound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).whenSuccess {
                // In a turn of its own: a write may succeed at once.
                bound.value.0.eventLoop.execute {
                    let (context, responder) = bound.value
                    responder.goOn(bytes, context)
                }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

/// Probes a listener on loopback under a name that is in a table of hosts.
func probe(
    _ listener: ProbeListener, as service: ProbeAddress.Service = .bolt,
    host: String = "db.probe.test", at addresses: [String] = ["127.0.0.1"],
    trusting authority: String? = ProbeListener.fixture("authority.pem"),
    timeout: Duration = .seconds(40)
) async -> ProbeReport {
    let prober = NetworkProber(
        resolver: ResolverSettings(servers: [], table: [host: addresses]), authorities: authority)
    return await probe(
        ProbeAddress(host: host, port: listener.port, service: service), with: prober, timeout)
}

/// Probes on a thread of its own: the others may be busy with other tests.
func probe(
    _ address: ProbeAddress, with prober: NetworkProber = NetworkProber(),
    _ timeout: Duration = .seconds(40)
) async -> ProbeReport {
    await RunLoop.run(in: .real) { loop in
        await prober.probe(address, timeout: timeout, clock: loop)
    }
}

extension ProbeReport {
    /// The steps as `name` or `name!` for one that failed.
    var path: [String] { steps.map { $0.name.rawValue + ($0.isGood ? "" : "!") } }
}
