import NIOCore
import NIOPosix
import Synchronization

/// Why something did not come over a connection, as a phrase.
struct LinkFailure: Error, Hashable, Sendable {
    var reason: String
    /// Whether TLS was spoken, and only the certificate does not hold.
    var isAboutCertificate = false
}

/// One connection, or one socket for datagrams: bytes out, bytes in, each wait bounded.
final class Link: Sendable {
    let channel: any Channel
    private let inbox: Inbox

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Connects by TCP.
    static func connect(
        to address: SocketAddress, until deadline: NIODeadline
    ) async throws(LinkFailure) -> Link {
        let inbox = Inbox()
        let left = max(.milliseconds(1), deadline - .now())
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(left)
                .channelInitializer { $0.pipeline.addHandler(inbox) }
                .connect(to: address).get()
            return Link(channel, inbox)
        } catch {
            throw LinkFailure(reason: FailureText.describe(error))
        }
    }

    /// Opens a socket for datagrams to and from one address.
    static func datagrams(to address: SocketAddress) async throws(LinkFailure) -> Link {
        let inbox = Inbox()
        do {
            let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.pipeline.addHandler(DatagramOpener(address)).flatMap {
                        channel.pipeline.addHandler(inbox)
                    }
                }
                .connect(to: address).get()
            return Link(channel, inbox)
        } catch {
            throw LinkFailure(reason: FailureText.describe(error))
        }
    }

    func send(_ bytes: [UInt8]) async throws(LinkFailure) {
        do {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } catch {
            throw LinkFailure(reason: FailureText.describe(error))
        }
    }

    /// Waits until `isEnough` says so of all that has come, and takes it.
    func receive(
        until deadline: NIODeadline, _ isEnough: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(LinkFailure) -> [UInt8] {
        let promise = channel.eventLoop.makePromise(of: [UInt8].self)
        let timer = channel.eventLoop.scheduleTask(deadline: deadline) { [inbox] in
            inbox.fail(LinkFailure(reason: "it said nothing more in time"))
        }
        inbox.wait(promise, isEnough)
        defer { timer.cancel() }
        do {
            return try await promise.futureResult.get()
        } catch {
            throw error as? LinkFailure ?? LinkFailure(reason: FailureText.describe(error))
        }
    }

    func close() async {
        // Whoever closes first, it is closed.
        try? await channel.close().get()
    }
}

/// Keeps what comes until somebody takes it; too much ends the connection.
private final class Inbox: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private struct State {
        var bytes: [UInt8] = []
        var end: LinkFailure?
        var waiter: (promise: EventLoopPromise<[UInt8]>, isEnough: @Sendable ([UInt8]) -> Bool)?
    }

    /// Far more than any greeting.
    private static let limit = 64 << 10
    private let state = Mutex(State())

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let isTooMuch = state.withLock { state in
            state.bytes += Array(buffer.readableBytesView)
            return state.bytes.count > Self.limit
        }
        settle()
        guard isTooMuch else { return }
        fail(LinkFailure(reason: "it sent more than \(Self.limit >> 10) KB of something else"))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(LinkFailure(reason: "it closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(LinkFailure(reason: FailureText.describe(error)))
        context.close(promise: nil)
    }

    func wait(
        _ promise: EventLoopPromise<[UInt8]>, _ isEnough: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        state.withLock { $0.waiter = (promise, isEnough) }
        settle()
    }

    func fail(_ failure: LinkFailure) {
        state.withLock { $0.end = $0.end ?? failure }
        settle()
    }

    private func settle() {
        let answer = state.withLock {
            state -> (EventLoopPromise<[UInt8]>, Result<[UInt8], any Error>)? in
            guard let (promise, isEnough) = state.waiter else { return nil }
            if isEnough(state.bytes) {
                defer { (state.waiter, state.bytes) = (nil, []) }
                return (promise, .success(state.bytes))
            }
            guard let end = state.end else { return nil }
            state.waiter = nil
            return (promise, .failure(end))
        }
        if let (promise, result) = answer { promise.completeWith(result) }
    }
}

/// Takes datagrams out of their envelopes, and puts them in.
private final class DatagramOpener: ChannelDuplexHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let address: SocketAddress

    init(_ address: SocketAddress) { self.address = address }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(wrapInboundOut(unwrapInboundIn(data).data))
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        let envelope = AddressedEnvelope(remoteAddress: address, data: unwrapOutboundIn(data))
        context.write(wrapOutboundOut(envelope), promise: promise)
    }
}
