import AccountConfiguration
import ArgumentParser
import CloudClient
import CloudSimulator
import Diagnostics
import ScriptAPI
import ScriptHost

/// What the shells' scripts ask; it is quick, says nothing of failures, and asks no cloud.
struct CompleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Answer a shell that completes a word.",
        shouldDisplay: false)

    @Argument var shell: CompletionShell
    @Argument(parsing: .postTerminator) var words: [String] = []

    func run() async throws {
        // Nobody could read what went wrong here, and the line that is typed would be spoiled.
        guard let tree = try? CommandTree.read() else { return }
        let words = shell == .bash ? words.map(ShellWord.unquoted) : words
        let completer = CommandCompleter(
            tree: tree, account: Self.account, parameters: Self.parameters,
            variables: surroundings.environment.keys.sorted(),
            profiles: {
                EffectiveConfiguration.profileNames(in: AccountOptions.surroundings(surroundings))
            },
            libraries: { (try? ProjectLibraries(of: "."))?.names ?? .init() })
        for line in await completer.lines(for: words) { try? StandardOutput.print(line) }
    }

    /// The parameters of a script, asked for as `graphene run SCRIPT --help` does.
    private static func parameters(of script: String) async -> [ParameterDeclaration] {
        guard script != "-", let started = try? StartedScript(script),
            let found = try? await ScriptQuestion.parameters(
                of: started.source, within: .seconds(2),
                prepare: { try started.apply(to: &$0) })
        else { return [] }
        return found.declarations
    }

    /// The names of a run's cloud: the sample account's, or those that were last seen of one's own.
    private static func account(_ request: CompletionRequest) -> CommandCompleter.AccountNames {
        let simulated: Set = ["--simulator", "--simulator-state"]
        if request.options.contains(where: { simulated.contains($0.name) }) {
            return CommandCompleter.AccountNames(CloudSimulator().sight.names)
        }
        guard let options = try? AccountOptions.parse(accountWords(request)),
            let configuration = try? options.configuration(surroundings),
            let endpoint = try? configuration.endpoint(permitsPlainHTTP: options.insecureHTTP),
            let cache = AccountCache(of: configuration, at: endpoint.origin),
            let listing = cache.read()
        else { return CommandCompleter.AccountNames() }
        return CommandCompleter.AccountNames(listing)
    }

    private static func accountWords(_ request: CompletionRequest) -> [String] {
        request.options.flatMap { option -> [String] in
            switch option.name {
            case "--profile", "--api-url": [option.name, option.value]
            case "--insecure-http": [option.name]
            default: []
            }
        }
    }
}

extension CommandCompleter.AccountNames {
    fileprivate init(_ names: CachedNames) {
        self.init(
            environments: names.environments, databases: names.databases,
            snapshots: names.snapshots, versions: names.versions)
    }
}
