import ArgumentParser
import Diagnostics
import Glibc

/// Parses the command line and runs the command; the process ends here.
enum CommandLineEntry {
    static func run(_ arguments: [String]) async -> Never {
        if let failure = unknownCommand(in: arguments) { end(failure) }
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

    /// What the process was started with; it ends here when a secret in it cannot be hidden.
    static func takeSurroundings() -> Surroundings {
        do throws(HidingFailure) { return try Surroundings.take() } catch { end(error) }
    }

    private static func end(_ error: any UserFacingError) -> Never {
        StandardError.write(ErrorText.describe(error))
        exit(ErrorText.exitStatus(of: error))
    }

    private static func endParsing(_ error: any Error) -> Never {
        guard Graphene.exitCode(for: error) != .success else {
            print(Graphene.fullMessage(for: error))
            exit(0)
        }
        let message = Graphene.message(for: error).replacing("\n", with: " ")
        let command = CommandLine.arguments.dropFirst().first.flatMap {
            commands.contains($0) ? $0 : nil
        }
        let help = (["graphene", command].compactMap { $0 } + ["--help"]).joined(separator: " ")
        end(
            UsageFailure(
                message.prefix(1).lowercased() + message.dropFirst().trimmingPeriod,
                hint: "see `\(help)`"))
    }

    private static let commands =
        Graphene.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]

    /// What to say to a first word that is no command, above all to a script's name.
    private static func unknownCommand(in arguments: [String]) -> UsageFailure? {
        guard let first = arguments.first, !commands.contains(first) else { return nil }
        if arguments.contains(where: { $0.hasSuffix(".lua") }) {
            let meant = "graphene run " + arguments.joined(separator: " ")
            return UsageFailure("there is no command `\(first)`; did you mean `\(meant)`?")
        }
        guard !first.hasPrefix("-") else { return nil }
        let meant = Suggestion.phrase(for: first, among: commands)
        return UsageFailure(
            "there is no command `\(first)`\(meant)", hint: "see `graphene --help`")
    }
}

extension Substring {
    fileprivate var trimmingPeriod: String { String(hasSuffix(".") ? dropLast() : self) }
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
