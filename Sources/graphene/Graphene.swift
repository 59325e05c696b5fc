import ArgumentParser

/// The command line.
struct Graphene: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "graphene",
        abstract: "Run your team's Lua scripts against the GrapheneDB cloud API.",
        discussion: """
            EXAMPLES:
              graphene run --simulator scripts/disaster_recovery.lua
                                              try it, without an account
              graphene run nightly.lua --param env=staging
                                              against your account
              graphene repl --simulator       try functions out, one entry at a time
              graphene runs                   what ran, and how it ended
              graphene ps                     your databases as they are now
              graphene doc clone              what a function does
              graphene explain locked         what an error means, and what to do
              graphene new weekly_report      start a script, with its test
              graphene test scripts           test scripts, on simulated accounts
              graphene lib add https://git.example.com/data/checks
                                              use another team's library
              graphene simulator              a simulated cloud for curl
            """,
        version: version,
        subcommands: [
            RunCommand.self, ReplCommand.self, EvalCommand.self, CheckCommand.self,
            TestCommand.self, NewCommand.self, LibCommand.self, RunsCommand.self, PsCommand.self,
            ProbeCommand.self, SimulatorCommand.self, AuthCommand.self, DoctorCommand.self,
            DocCommand.self, ExplainCommand.self, TypesCommand.self, CompletionCommand.self,
            CompleteCommand.self,
        ])
}
