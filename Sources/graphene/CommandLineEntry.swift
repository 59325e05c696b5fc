import ArgumentParser
import Diagnostics
import Glibc
import ScriptHost

/// Parses the command line and runs the command; the process ends here.
enum CommandLineEntry {
    static func run(_ arguments: [String]) async -> Never {
        let command = ownRoot(of: arguments)
        if command == nil, let failure = unknownCommand(in: arguments) { end(failure) }
        // Reading the command line takes about as long as a script process to get ready.
        if command == RunCommand.self { ScriptHost.startEarly() }
        let root = command ?? Graphene.self
        let arguments = command == nil ? arguments : Array(arguments.dropFirst())
        let failure = await failure(of: root, arguments)
        // A run that did not come about has left its process unused.
        await ScriptHost.endEarly()
        switch failure {
        case nil: exit(0)
        case let error as any UserFacingError: end(error)
        case let status as CommandExit: exit(status.status)
        case let error?: endParsing(error, of: root)
        }
    }

    private static func failure(
        of root: any ParsableCommand.Type, _ arguments: [String]
    ) async -> (any Error)? {
        do {
            var command = try root.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return nil
        } catch {
            return error
        }
    }

    /// The command that is parsed by itself, if that is the one: looking for it in the tree of all
    /// commands takes as long as the whole start of a run.
    private static func ownRoot(of arguments: [String]) -> (any ParsableCommand.Type)? {
        Graphene.configuration.subcommands.first {
            $0.configuration._superCommandName != nil
                && $0.configuration.commandName == arguments.first
        }
    }

    /// What the process was started with; it ends here when a secret in it cannot be hidden.
    static func takeSurroundings() -> Surroundings {
        do throws(HidingFailure) { return try Surroundings.take() } catch { end(error) }
    }

    private static func end(_ error: any UserFacingError) -> Never {
        StandardError.write(ErrorText.lines(error))
        exit(ErrorText.exitStatus(of: error))
    }

    private static func endParsing(
        _ error: any Error, of root: any ParsableCommand.Type
    ) -> Never {
        guard root.exitCode(for: error) != .success else {
            do throws(OutputFailure) {
                try StandardOutput.print(root.fullMessage(for: error))
            } catch {
                end(error)
            }
            exit(0)
        }
        let message = root.message(for: error).replacing("\n", with: " ")
        let words = ["graphene"] + command(in: CommandLine.arguments.dropFirst()) + ["--help"]
        let help = words.joined(separator: " ")
        end(
            UsageFailure(
                message.prefix(1).lowercased() + message.dropFirst().trimmingPeriod,
                hint: bareParameter(in: message).map { "write `--param \($0)`" }
                    ?? "see `\(help)`"))
    }

    /// The words that name a command, with the one below it: `lib`, `add`.
    private static func command(in arguments: ArraySlice<String>) -> [String] {
        var below = Graphene.configuration.subcommands
        return Array(
            arguments.prefix { word in
                guard let command = below.first(where: { $0.configuration.commandName == word })
                else { return false }
                below = command.configuration.subcommands
                return true
            })
    }

    /// The `name=value` that an argument too many is, as a shell reads it.
    private static func bareParameter(in message: String) -> String? {
        guard message.contains("argument"),
            let word = CommandLine.arguments.dropFirst(2).last(where: {
                !$0.hasPrefix("-") && $0.contains("=") && message.contains("'\($0)'")
            })
        else { return nil }
        return ShellText.line([word])
    }

    private static let commands =
        Graphene.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    /// Those that a person may have meant.
    private static let shownCommands = commands.filter { $0 != "complete" }

    /// What to say to a first word that is no command, above all to a script's name.
    private static func unknownCommand(in arguments: [String]) -> UsageFailure? {
        guard let first = arguments.first else { return nil }
        guard !commands.contains(first) else { return unknownSubcommand(in: arguments) }
        let script = arguments.first { !$0.hasPrefix("-") }
        if script?.hasSuffix(".lua") == true {
            let meant = "graphene run " + ShellText.line(arguments)
            return UsageFailure("there is no command `\(first)`; did you mean `\(meant)`?")
        }
        guard !first.hasPrefix("-") else { return nil }
        let meant = Suggestion.phrase(for: first, among: shownCommands)
        return UsageFailure(
            "there is no command `\(first)`\(meant)", hint: "see `graphene --help`")
    }

    /// Commands that have others below them take nothing else by its place.
    private static func unknownSubcommand(in arguments: [String]) -> UsageFailure? {
        guard arguments.first != "help" else { return unknownToHelp(arguments) }
        let words = arguments.prefix(2)
        let command = Graphene.configuration.subcommands.first {
            $0.configuration.commandName == words.first
        }
        let names =
            command?.configuration.subcommands.compactMap {
                $0.configuration.commandName
            } ?? []
        guard let word = words.last, words.count == 2, !names.isEmpty,
            !word.hasPrefix("-"), !names.contains(word)
        else { return nil }
        let meant = Suggestion.phrase(for: word, among: names)
        return UsageFailure(
            "there is no command `\(words.joined(separator: " "))`\(meant)",
            hint: "see `graphene \(words[0]) --help`")
    }
}

extension CommandLineEntry {
    /// What to say to a `help` about no command.
    fileprivate static func unknownToHelp(_ arguments: [String]) -> UsageFailure? {
        var known: [any ParsableCommand.Type] = [Graphene.self]
        for word in arguments.dropFirst() where !word.hasPrefix("-") {
            let below = known.flatMap { $0.configuration.subcommands }
            let found = below.filter { $0.configuration.commandName == word }
            guard found.isEmpty else {
                known = found
                continue
            }
            let names = below.compactMap { $0.configuration.commandName }
            let meant = Suggestion.phrase(for: word, among: names.filter { $0 != "complete" })
            return UsageFailure(
                "there is no command `\(word)`\(meant)", hint: "see `graphene --help`")
        }
        return nil
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
