import Glibc
import Testing

/// `graphene repl` on a live cloud asks before it changes anything.
@Suite(.timeLimit(.minutes(10)))
struct ReplLiveTests {
    @Test func `a change asks, and a is for this verb and target`() async throws {
        try await withLiveRepl { terminal, _, _ in
            let question = "pause staging/orders (D, disrupts)? [y/n/a]"
            await terminal.enter("graphene.pause('staging/orders')")
            await terminal.shows(part: question)
            terminal.press("n\n")
            await terminal.prompts(after: "it was answered with no")
            await terminal.enter("graphene.pause('staging/orders').state")
            await terminal.shows(part: question, times: 2)
            terminal.press("a\n")
            await terminal.prompts(after: #""paused""#)
            await terminal.enter("select(2, graphene.pause('staging/orders'))")
            await terminal.prompts(after: "false")
            await terminal.enter("graphene.pause('staging/catalog')")
            await terminal.shows(part: "pause staging/catalog (D, disrupts)? [y/n/a]")
            terminal.press("n\n")
            await terminal.prompts(after: "pause staging/catalog: it was")
        }
    }

    @Test func `what destroys data is never answered with always`() async throws {
        try await withLiveRepl { terminal, _, _ in
            let question = "delete staging/experiments (X, destroys data)? [y/n]"
            await terminal.enter("graphene.delete('staging/experiments')")
            await terminal.shows(part: question)
            terminal.press("a\n")
            await terminal.shows(part: question, times: 2)
            terminal.press("n\n")
            await terminal.prompts(after: "it was answered with no")
        }
    }

    @Test func `reads do not ask`() async throws {
        try await withLiveRepl { terminal, _, _ in
            await terminal.enter("#graphene.databases()", gives: "10")
        }
    }

    @Test func `what was typed before a question was seen does not answer it`() async throws {
        try await withLiveRepl { terminal, _, simulator in
            await terminal.enter(
                "print 'on' graphene.wait('staging/customers', 'running', { timeout = '9m' }) "
                    + "graphene.delete('dr/archive')")
            await terminal.shows(part: "| on")
            terminal.press("y\n")
            try await simulator.resume("staging/customers")
            await terminal.shows(part: "delete dr/archive (X, destroys data)? [y/n]")
            terminal.press("n\n")
            await terminal.prompts(after: "it was answered with no")
        }
    }

    // MARK: Names for completion

    @Test func `Tab offers what was seen of an account that is out of reach now, and says nothing`()
        async throws
    {
        try await withFolder { cache in
            let environment = ["XDG_CACHE_HOME": cache.path]
            try await withLiveRepl(environment: environment) { terminal, folder, simulator in
                await terminal.leave()
                let seen = try await graphene(
                    ["ps"], environment: simulator.environment.merging(environment) { $1 })
                #expect(seen.status == 0)
                simulator.process.signal(SIGKILL)
                _ = await simulator.process.result()

                let offline = try ReplTerminal(
                    [], columns: 120, environment: terminal.environment, in: folder.path)
                await offline.shows(part: "(live)>")
                offline.press("graphene.db 'stag\t")
                await offline.shows(part: "graphene.db 'staging/")
                offline.press("\u{15}")
                await offline.leave()

                #expect(!offline.screen.contains { $0.contains("warning") })
                #expect(!offline.screen.contains { $0.contains("error") })
            }
        }
    }

    @Test func `what a session has seen of an account completes elsewhere too`() async throws {
        try await withFolder { cache in
            let environment = ["XDG_CACHE_HOME": cache.path]
            try await withLiveRepl(environment: environment) { terminal, _, simulator in
                let words = ["complete", "fish", "--", "run", "--on", "stag"]
                var names = ""
                for _ in 0..<200 where !names.contains("staging/orders") {
                    names = try await graphene(
                        words, environment: simulator.environment.merging(environment) { $1 }
                    ).output
                }
                await terminal.leave()

                #expect(names.contains("staging/orders"))
            }
        }
    }
}
