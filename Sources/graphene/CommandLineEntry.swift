import ArgumentParser
import Diagnostics
import Glibc

/// Parses the command line and runs the command; the process ends here.
enum CommandLineEntry {
    static func run(_ arguments: [String]) async -> Never {
        if let script = arguments.first, script.hasSuffix(".lua") {
            end(
                UsageFailure(
                    "there is no command `\(script)`; did you mean `graphene run \(script)`?"))
        }
        do {
            var command = try Graphene.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as any UserFacingError {
            end(error)
        } catch let status as CommandExit {
            exit(status.status)
        } catch {
            endParsing(error)
        }
        exit(0)
    }

    private static func end(_ error: any UserFacingError) -> Never {
        StandardError.write(ErrorText.describe(error))
        exit(ErrorText.exitStatus(of: error))
    }

    private static func endParsing(_ error: any Error) -> Never {
        let text = Graphene.fullMessage(for: error)
        guard Graphene.exitCode(for: error) != .success else {
            print(text)
            exit(0)
        }
        StandardError.write(text)
        exit(ErrorCode.usage.exitStatus)
    }
}

/// Ends the process with a status after everything has been said.
struct CommandExit: Error {
    var status: Int32
}

/// A command line that makes no sense.
struct UsageFailure: UserFacingError {
    let code = ErrorCode.usage
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

enum StandardError {
    /// Writes a line, whole.
    static func write(_ line: String) { writeAll(Array((line + "\n").utf8), to: 2) }

    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
        _ = OutputStream.write(bytes, to: descriptor)
    }
}

enum OutputStream {
    /// Writes everything; false when the other side does not take it any more.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
                continue
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
