import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

/// Git's own HTTP backend behind TLS on a loopback port, with an authority of its own.
final class GitServer: Sendable {
    /// How it answers, other than it should.
    enum Manner: Sendable {
        case usual
        /// Wants this user's password.
        case requires(user: String, password: String)
        /// Closes the connection in the middle of each answer to a POST.
        case breaksOff
        /// Takes requests and never answers.
        case silent
        /// Speaks git's first protocol, in which only what is named can be fetched.
        case old
        /// Leads to another address.
        case redirects(String)
    }

    let port: Int
    /// The certificate of the authority that vouches for it.
    let authority: String
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// Serves the repositories below the fixture's root; its keys are made there too.
    init(_ git: GitFixture, _ manner: Manner = .usual) throws {
        let keys = git.root + "/tls"
        try Self.makeKeys(in: keys)
        authority = keys + "/authority.pem"
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(keys + "/server.pem")
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: keys + "/server.key", format: .pem)))
        let context = try NIOSSLContext(configuration: configuration)
        let backend = GitBackend(
            root: git.root, environment: git.environment, folder: try git.git("--exec-path"))
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        channel = try ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(GitRequestHandler(backend, manner))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = channel.localAddress?.port ?? 0
    }

    func stop() throws {
        try channel.close().wait()
        try group.syncShutdownGracefully()
    }

    private static func makeKeys(in folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        for words in [
            "req -x509 \(key) -keyout authority.key -out authority.pem -subj /CN=authority",
            "req \(key) -keyout server.key -out server.csr -subj /CN=localhost",
            "x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial "
                + "-days 2 -extfile names -out server.pem",
        ] {
            try "subjectAltName=IP:127.0.0.1".write(
                toFile: folder + "/names", atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["openssl"] + words.split(separator: " ").map(String.init)
            process.currentDirectoryURL = URL(filePath: folder)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }
    }
}

/// Git's HTTP backend as a CGI program.
struct GitBackend: Sendable {
    var root: String
    var environment: [String: String]
    /// Where git's own programs are.
    var folder: String

    /// What it answers to a request: the head's lines, and the body.
    func answer(
        _ head: HTTPRequestHead, _ body: [UInt8], isOld: Bool
    ) throws -> (head: [String], body: [UInt8]) {
        let process = Process()
        process.executableURL = URL(filePath: folder + "/git-http-backend")
        let parts = head.uri.split(separator: "?", maxSplits: 1)
        var variables = environment
        variables["GIT_PROJECT_ROOT"] = root
        variables["GIT_HTTP_EXPORT_ALL"] = "1"
        variables["REQUEST_METHOD"] = head.method.rawValue
        variables["PATH_INFO"] = String(parts.first ?? "")
        variables["QUERY_STRING"] = parts.count > 1 ? String(parts[1]) : ""
        variables["CONTENT_TYPE"] = head.headers.first(name: "content-type")
        variables["CONTENT_LENGTH"] = "\(body.count)"
        variables["HTTP_CONTENT_ENCODING"] = head.headers.first(name: "content-encoding")
        variables["GIT_PROTOCOL"] = isOld ? nil : head.headers.first(name: "git-protocol")
        process.environment = variables
        let source = "\(root)/request-\(UUID().uuidString)"
        try Data(body).write(to: URL(filePath: source))
        defer { try? FileManager.default.removeItem(atPath: source) }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: source))
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let printed = [UInt8](try output.fileHandleForReading.readToEnd() ?? Data())
        process.waitUntilExit()
        let end = printed.firstRange(of: Array("\r\n\r\n".utf8)) ?? 0..<0
        let lines = String(decoding: printed[..<end.lowerBound], as: UTF8.self)
        return (
            lines.split(separator: "\r\n").map(String.init), Array(printed[end.upperBound...])
        )
    }
}
