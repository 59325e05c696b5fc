import CloudClient
import CloudSimulator
import Diagnostics
import ScriptAPI

/// Finds what can stand at the cursor.
///
/// Everything that it needs of the world is a parameter, and is asked for only where it is needed.
struct CommandCompleter: Sendable {
    typealias Word = CompletionAnswer.Word

    /// What of an account can be completed.
    struct AccountNames: Sendable {
        var environments: [String] = []
        var databases: [String] = []
        var snapshots: [String] = []
        var versions: [String] = []
    }

    /// What of the project can be completed.
    struct LibraryNames: Sendable {
        /// What graphene.toml calls its dependencies.
        var dependencies: [String] = []
        /// `graph_ops/nightly-pause`.
        var scripts: [String] = []
        /// `graph_ops.dr`.
        var pages: [String] = []
    }

    var tree: CommandTree
    /// The names of the account that the options so far mean.
    var account: @Sendable (CompletionRequest) -> AccountNames
    /// The parameters that a script declares; none when it cannot be asked.
    var parameters: @Sendable (String) async -> [ParameterDeclaration]
    /// The names of environment variables.
    var variables: [String]
    /// The names of the profiles.
    var profiles: @Sendable () -> [String]
    /// The names of the working folder's project; none where there is no project.
    var libraries: @Sendable () -> LibraryNames

    /// Completes the last of the words after the program's name.
    ///
    /// - Returns: What the shells' scripts read, line by line.
    func lines(for words: [String]) async -> [String] {
        let request = CompletionRequest(words, in: tree)
        let answer = await answer(to: request)
        return answer.lines(beginning: request.prefix, after: request.lead)
    }

    private func answer(to request: CompletionRequest) async -> CompletionAnswer {
        switch request.place {
        case .nothing: CompletionAnswer()
        case .name: names(request)
        case .value(let option): await values(of: option, request)
        case .positional(let argument): positional(argument, request)
        }
    }

    private func names(_ request: CompletionRequest) -> CompletionAnswer {
        guard request.prefix.hasPrefix("-") else {
            return CompletionAnswer(
                request.command.subcommands.map { Word(text: $0.name, note: $0.abstract) })
        }
        let given = Set(request.options.map(\.name))
        let open = request.command.arguments.filter { argument in
            argument.kind != .positional
                && (argument.isRepeating || !given.contains(argument.names.last ?? ""))
        }
        return CompletionAnswer(
            open.compactMap { argument in
                argument.names.last.map { Word(text: $0, note: argument.help) }
            })
    }

    private func values(
        of option: CommandTree.Argument, _ request: CompletionRequest
    ) async -> CompletionAnswer {
        switch option.names.last {
        case "--param": CompletionAnswer(await parameters(request))
        case "--on": CompletionAnswer(account(request).databases)
        case "--env": CompletionAnswer(variables)
        case "--profile": CompletionAnswer(profiles())
        case "--allow", "--deny": CompletionAnswer(Grant.allCases.map(\.rawValue))
        case "--assume": CompletionAnswer(assumptions(request))
        case "--limit" where request.path.first != "runs":
            CompletionAnswer(
                Verb.allCases.filter { $0 != .wait }.map { $0.rawValue + "=" } + ["total="])
        default: listed(option)
        }
    }

    private func positional(
        _ argument: CommandTree.Argument, _ request: CompletionRequest
    ) -> CompletionAnswer {
        switch (request.path.first, argument.valueName) {
        case ("doc", _): return CompletionAnswer(ReferencePage.names + libraries().pages)
        case ("lib", _) where request.path.last != "init":
            return CompletionAnswer(libraries().dependencies)
        case ("run", _):
            var scripts = listed(argument)
            scripts.words += CompletionAnswer(libraries().scripts).words
            return scripts
        case ("explain", _):
            return CompletionAnswer(
                ErrorCode.allCases.map { Word(text: $0.rawValue, note: $0.explanation.meaning) })
        case ("help", _): return CompletionAnswer(tree.subcommands.map(\.name))
        case ("ps", _):
            let names = account(request)
            return CompletionAnswer(names.environments + names.databases)
        case ("probe", _): return CompletionAnswer(account(request).databases)
        case ("check", _):
            var scripts = CompletionAnswer()
            scripts.files = "files:lua"
            return scripts
        default: return listed(argument)
        }
    }

    /// What the command line itself says of an argument.
    private func listed(_ argument: CommandTree.Argument) -> CompletionAnswer {
        var answer = CompletionAnswer(argument.values)
        if argument.takesFolder {
            answer.files = "folders"
        } else if let ends = argument.fileExtensions {
            answer.files = ends.first.map { "files:\($0)" } ?? "files"
        }
        return answer
    }

    private func assumptions(_ request: CompletionRequest) -> [Word] {
        let client = Vocabulary.Meaning.allCases.map {
            Word(text: $0.rawValue + "=", note: $0.summary)
        }
        let simulator = AssumptionName.allCases.map { Word(text: $0.rawValue + "=") }
        return request.path.first == "simulator" ? simulator : client + simulator
    }

    /// `name=` for what is still to be given, and the values once the name stands.
    private func parameters(_ request: CompletionRequest) async -> [Word] {
        guard let script = request.positionals.first else { return [] }
        let declared = await parameters(script)
        guard let equals = request.prefix.firstIndex(of: "=") else {
            let given = request.values(of: "--param").map { $0.prefix { $0 != "=" } }
            return declared.filter { !given.contains($0.name[...]) || $0.type == .list }.map {
                Word(text: $0.name + "=", note: $0.help ?? $0.type.rawValue)
            }
        }
        let name = request.prefix[..<equals]
        guard let declaration = declared.first(where: { $0.name == name }) else { return [] }
        return values(of: declaration, request).map { Word(text: "\(name)=\($0)") }
    }

    private func values(
        of declaration: ParameterDeclaration, _ request: CompletionRequest
    ) -> [String] {
        if let choices = declaration.choices { return choices }
        switch declaration.type {
        case .boolean: return ["true", "false"]
        case .environment: return account(request).environments
        case .database: return account(request).databases
        case .snapshot: return account(request).snapshots
        case .version: return account(request).versions
        default: return []
        }
    }
}
