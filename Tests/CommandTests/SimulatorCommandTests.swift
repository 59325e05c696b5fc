import Foundation
import Glibc
import Testing

/// `graphene simulator` as a process of its own.
struct SimulatorCommandTests {
    /// A process whose output is read as it comes.
    private final class Running: Sendable {
        private let process: Process
        private let output: AsyncStream<Data>
        private let ended: AsyncStream<Int32>

        init(_ arguments: [String]) throws {
            let pipe = Pipe()
            let process = Process()
            process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
                .deletingLastPathComponent().appending(path: "graphene")
            process.arguments = ["simulator"] + arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            let (output, write) = AsyncStream.makeStream(of: Data.self)
            pipe.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                if data.isEmpty {
                    handle.readabilityHandler = nil
                    write.finish()
                } else {
                    write.yield(data)
                }
            }
            let (ended, end) = AsyncStream.makeStream(of: Int32.self)
            process.terminationHandler = {
                end.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
            }
            try process.run()
            self.process = process
            self.output = output
            self.ended = ended
        }

        /// The first line on standard output, or all there is.
        func firstLine() async -> String {
            var text = Data()
            for await data in output {
                text += data
                if data.contains(UInt8(ascii: "\n")) { break }
            }
            return String(String(decoding: text, as: UTF8.self).prefix { !$0.isNewline })
        }

        func signal(_ number: Int32) { kill(process.processIdentifier, number) }

        /// The exit status, or -1 when a signal ended it.
        func status() async -> Int32 {
            for await status in ended { return status }
            return -1
        }
    }

    /// Runs a shell command to its end.
    private func shell(_ command: String) async throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "simulator-command-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "{ \(command)\n} >'\(file.path)' 2>&1"]
        process.standardInput = FileHandle.nullDevice
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        var status: Int32 = -1
        for await value in ended {
            status = value
            break
        }
        return (status, String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    private var graphene: String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "graphene").path
    }

    /// Signs in with what a pasted line set, and asks for a list.
    private static let listEnvironments = """
        TOKEN=$(curl -s $GRAPHENE_API_URL/organizations/oauth/token \
          -d client_id=$GRAPHENEDB_CLIENT_ID -d client_secret=$GRAPHENEDB_CLIENT_SECRET \
          | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
        curl -s -H "authorization: Bearer $TOKEN" $GRAPHENE_API_URL/deployments/environments
        """

    @Test(arguments: [SIGINT, SIGTERM])
    func `the printed line can be pasted, and a signal stops the cloud`(number: Int32) async throws
    {
        let server = try Running(["--seed", "7"])
        let line = await server.firstLine()

        let answer = try await shell(line + "\n" + Self.listEnvironments)
        server.signal(number)
        let status = await server.status()

        #expect(line.hasPrefix("export GRAPHENE_API_URL=http://127.0.0.1:"))
        #expect(answer.output.contains("\"label\":\"production\""))
        #expect(status == 0)
    }

    @Test func `a state file gives the next process the same cloud`() async throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "simulator-command-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }

        var answers: [String] = []
        for _ in 0..<2 {
            let server = try Running(["--state", file.path, "--assume", "lists=bare"])
            let line = await server.firstLine()
            answers.append(try await shell(line + "\n" + Self.listEnvironments).output)
            server.signal(SIGTERM)
            #expect(await server.status() == 0)
        }

        #expect(answers[0].hasPrefix("[{"))
        #expect(answers[0] == answers[1])
    }

    @Test func `a port in use is refused with exit 2`() async throws {
        let server = try Running([])
        let line = await server.firstLine()
        let port = line.split(separator: " ")[1].split(separator: ":").last ?? ""

        let second = try await shell("'\(graphene)' simulator --port \(port)")
        server.signal(SIGTERM)
        _ = await server.status()

        #expect(second.status == 2)
        #expect(second.output.contains("127.0.0.1:\(port): the port is in use"))
    }

    @Test(arguments: [
        ("--assume list=bare", "did you mean `lists`?"), ("--assume lists=naked", "`wrapped`"),
        ("--state /", "simulator state /"), ("--state /none/x", "No such file"),
        ("--speed 0", "--speed"), ("--port 99999", "99999"),
    ])
    func `what cannot be is refused with exit 2`(arguments: String, part: String) async throws {
        let result = try await shell("'\(graphene)' simulator \(arguments)")

        #expect(result.status == 2)
        #expect(result.output.contains(part), "\(result.output)")
    }

    @Test func `the assumptions are listed with their values`() async throws {
        let result = try await shell("'\(graphene)' simulator --assumptions")

        #expect(result.status == 0)
        #expect(result.output.contains("  * wrapped: "))
    }
}
