import AccountConfiguration
import ArgumentParser
import CloudClient
import Diagnostics
import JSONDocument
import ScriptHost
import Timekeeping

/// Signing in.
struct AuthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "See with which client you sign in, and what it may see.",
        subcommands: [AuthCheckCommand.self])
}

/// Signs in, changes nothing, and says what came of it.
struct AuthCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Sign in, and list the environments that the client sees.",
        usage: "graphene auth check [<options>]",
        discussion: """
            The credentials are those that `graphene run` would use: of the environment, else of \
            your profile. It exits with 4 when they do not work.

            EXAMPLES:
              graphene auth check
              graphene auth check --profile production --output json
            """)

    @OptionGroup(title: "Account") var account: AccountOptions

    @Option(name: .customLong("output"), help: "What standard output gets: text, or JSON.")
    var format = OutputFormat.text

    func run() async throws {
        let account = try LiveAccount(self.account, surroundings).announced()
        let (end, environments) = try await account.read { cloud throws(CloudError) in
            let end = try await cloud.signIn()
            return (end, try await cloud.environments())
        }
        let answer = AuthAnswer(
            account: account, tokenEnd: end, environments: environments, now: WallClock.now)
        switch format {
        case .text: try StandardOutput.print(answer.text)
        case .json: try StandardOutput.print(document: answer.json)
        case .jsonl: try StandardOutput.print(line: answer.json)
        }
    }
}

/// What signing in came to.
private struct AuthAnswer {
    var account: LiveAccount
    /// Until when the token is good; nil when the cloud did not say.
    var tokenEnd: Instant?
    var environments: [Environment]
    var now: Instant

    var text: String {
        let profile = account.configuration.profile
        let token =
            tokenEnd.map {
                "until \(Timestamp.format($0)), for \(DurationText.format($0 - now))"
            } ?? "the API does not say how long"
        var lines = [
            "client   \(account.credentials.clientID)  (\(account.origin))",
            "profile  " + (profile.map { "\($0.name)  (\($0.origin))" } ?? "none"),
            "address  \(account.endpoint.origin)", "token    works, \(token)",
        ].map { Printable.line($0) }
        guard !environments.isEmpty else {
            lines.append("it sees no environment: an API client sees only those assigned to it")
            lines.append(
                "  hint: assign some to it in the console, under Organization > API clients")
            return lines.joined(separator: "\n")
        }
        let rows = environments.map { environment in
            JSONValue.array(
                [environment.name, environment.region, environment.organizationID, environment.id]
                    .map { $0.map { .string($0) } ?? .null })
        }
        let table = TableText.render(
            TableOutput(
                rows: .array(rows), columns: ["environment", "region", "organization", "id"]))
        return lines.joined(separator: "\n") + "\n\n" + table.dropLast()
    }

    var json: JSONValue {
        func value(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return [
            "client_id": .string(account.credentials.clientID),
            "client_id_from": .string("\(account.origin)"),
            "profile": value(account.configuration.profile?.name),
            "api_url": .string("\(account.endpoint.origin)"),
            "token_expires_at": value(tokenEnd.map(Timestamp.format)),
            "environments": .array(
                environments.map { environment in
                    [
                        "id": .string(environment.id), "name": .string(environment.name),
                        "region": value(environment.region),
                        "organization": value(environment.organizationID),
                    ]
                }),
        ]
    }
}
