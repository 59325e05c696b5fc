import NIOCore
import NIOPosix
import Probe

/// A name server on loopback, over UDP and TCP on one port, that knows what a test tells it.
final class NameServer: Sendable {
    struct Zone: Sendable {
        var four: [[UInt8]] = []
        var six: [[UInt8]] = []
        var timeToLive: UInt32 = 60
        var alias: String?
        /// The status of every answer; 3 is "no such name".
        var status: UInt8 = 0
        /// Whether answers by UDP are cut, as when they have no room.
        var isTruncated = false
        /// What it says instead of an answer.
        var garbage: [UInt8]?
        var isSilent = false
    }

    let port: Int
    private let channels: [any Channel]

    var settings: ResolverSettings {
        ResolverSettings(servers: [.init(address: "127.0.0.1", port: port)])
    }

    private init(_ channels: [any Channel]) {
        self.channels = channels
        port = channels[0].localAddress?.port ?? 0
    }

    static func start(_ zone: Zone) async throws -> NameServer {
        let group = MultiThreadedEventLoopGroup.singleton
        let tcp = try await ServerBootstrap(group: group)
            .childChannelInitializer { $0.pipeline.addHandler(StreamAnswerer(zone)) }
            .bind(host: "127.0.0.1", port: 0).get()
        let udp = try await DatagramBootstrap(group: group)
            .channelInitializer { $0.pipeline.addHandler(DatagramAnswerer(zone)) }
            .bind(host: "127.0.0.1", port: tcp.localAddress?.port ?? 0).get()
        return NameServer([tcp, udp])
    }

    func stop() async { for channel in channels { try? await channel.close() } }

    /// An answer to a question, over TCP in full.
    fileprivate static func answer(
        _ question: [UInt8], _ zone: Zone, isStream: Bool
    ) -> [UInt8]? {
        if zone.isSilent { return nil }
        if let garbage = zone.garbage { return Array(question.prefix(2)) + garbage }
        let isCut = zone.isTruncated && !isStream
        let kind = question[question.count - 3]
        var records: [[UInt8]] = []
        if let alias = zone.alias {
            records.append(record([0xc0, 12], 5, zone.timeToLive / 2, encoded(alias)))
        }
        let owner = zone.alias.map(encoded) ?? [0xc0, 12]
        for data in kind == 28 ? zone.six : zone.four {
            records.append(record(owner, kind, zone.timeToLive, data))
        }
        if isCut { records = [] }
        return Array(question[..<2]) + [isCut ? 0x83 : 0x81, 0x80 | zone.status, 0, 1]
            + [0, UInt8(records.count), 0, 0, 0, 0] + question[12...] + records.flatMap { $0 }
    }

    private static func record(
        _ owner: [UInt8], _ kind: UInt8, _ timeToLive: UInt32, _ data: [UInt8]
    ) -> [UInt8] {
        let seconds = (0..<4).map { UInt8(timeToLive >> UInt32(24 - 8 * $0) & 0xff) }
        return owner + [0, kind, 0, 1] + seconds + [0, UInt8(data.count)] + data
    }

    private static func encoded(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }
}

private final class DatagramAnswerer: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let zone: NameServer.Zone

    init(_ zone: NameServer.Zone) { self.zone = zone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let question = Array(envelope.data.readableBytesView)
        guard let answer = NameServer.answer(question, zone, isStream: false) else { return }
        context.writeAndFlush(
            wrapOutboundOut(
                AddressedEnvelope(
                    remoteAddress: envelope.remoteAddress, data: ByteBuffer(bytes: answer))),
            promise: nil)
    }
}

private final class StreamAnswerer: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let zone: NameServer.Zone

    init(_ zone: NameServer.Zone) { self.zone = zone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let question = Array(unwrapInboundIn(data).readableBytesView.dropFirst(2))
        guard let answer = NameServer.answer(question, zone, isStream: true) else { return }
        let count = [UInt8(answer.count >> 8), UInt8(answer.count & 0xff)]
        // In two pieces, as it may come.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: count + answer.prefix(5))))
            .whenComplete { _ in }
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(bytes: answer.dropFirst(5))), promise: nil)
    }
}
