import Foundation
import NIOCore
import NIOHTTP1

/// One connection of a git server.
final class GitRequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let backend: GitBackend
    private let manner: GitServer.Manner
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ backend: GitBackend, _ manner: GitServer.Manner) {
        self.backend = backend
        self.manner = manner
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let piece): body += piece.readableBytesView
        case .end:
            if let head { answer(head, body, on: context.channel) }
        }
    }

    private func answer(_ head: HTTPRequestHead, _ body: [UInt8], on channel: any Channel) {
        var isOld = false
        switch manner {
        case .usual, .breaksOff: break
        case .silent: return
        case .old: isOld = true
        case .redirects(let address):
            return Self.send(302, [("location", address + head.uri)], [], on: channel)
        case .requires(let user, let password):
            let word = Data("\(user):\(password)".utf8).base64EncodedString()
            guard head.headers.first(name: "authorization") == "Basic \(word)" else {
                let asked = [("www-authenticate", "Basic realm=\"git\"")]
                return Self.send(401, asked, [], on: channel)
            }
        }
        let isBroken = if case .breaksOff = manner { head.method == .POST } else { false }
        Thread.detachNewThread { [backend, isOld] in
            guard let answer = try? backend.answer(head, body, isOld: isOld) else {
                return Self.send(500, [], [], on: channel)
            }
            var status = 200
            var headers: [(String, String)] = []
            for line in answer.head {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let value = parts[1].trimmingCharacters(in: .whitespaces)
                if parts[0] == "Status" {
                    status = Int(value.prefix(3)) ?? 500
                } else {
                    headers.append((String(parts[0]), value))
                }
            }
            Self.send(status, headers, answer.body, on: channel, isBroken: isBroken)
        }
    }

    private static func send(
        _ status: Int, _ headers: [(String, String)], _ body: [UInt8], on channel: any Channel,
        isBroken: Bool = false
    ) {
        var fields = HTTPHeaders(headers)
        fields.replaceOrAdd(name: "content-length", value: "\(body.count)")
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: status), headers: fields)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        let sent = isBroken ? body.prefix(body.count / 2) : body[...]
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: sent)))
        guard isBroken else {
            channel.write(part, promise: nil)
            return channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
        channel.writeAndFlush(part).whenComplete { _ in channel.close(promise: nil) }
    }
}
