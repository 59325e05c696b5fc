import CloudClient
import Diagnostics
package import ScriptWire
import Timekeeping

/// Waiting for what somebody else does, and for time to pass.
enum Waiting {
    static let all = [wait, waitUntil, sleep, retry, failureState]

    static let wait = HostFunction(
        "wait",
        "Waits until a database is in a state, or until a function of it returns true.",
        Parameter<DatabaseReference>("db", "the database"),
        Parameter<AwaitedState>(
            "condition", "a state, a list of states, or a function that gets the database"),
        options: .of(
            Option<Duration>("timeout", "how long to wait"),
            Option<Duration?>("every", "how often to look; by default that adapts")),
        returns: "the database as it is then",
        results: ["graphene.Database"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous, .operationFailed, .timeout],
        source: "GET /deployments/databases/{vendor}/{databaseId}/status",
        example: """
            graphene.resume("staging/customers", { wait = false })
            print(graphene.wait("staging/customers", "running", { timeout = "30m" }))
            """,
        failing: #"graphene.wait("staging/customers", "running", { timeout = "1m" })"#,
        front: .prelude
    ) { call, reference, condition in
        let (timeout, every) = call.options
        let context = call.context
        let database = try await context.cloud.database(reference, for: .reading)
        let reached = try await context.cloud.wait(
            for: database, toReach: condition.states, timeout: timeout, every: every,
            progress: context.report)
        return [context.handle(reached)]
    }

    static let waitUntil = HostFunction(
        script: "wait_until",
        "Calls a function again and again until it returns something other than false or nil.",
        Parameter<ScriptFunction>("fn", "the function", as: "fun(): T"),
        options: .of(
            Option<Duration>("timeout", "how long to try"),
            Option<Duration?>("every", "how long to pause in between; 5 seconds by default"),
            Option<String?>("message", "what the timeout's error says")),
        returns: "what the function returned",
        results: ["T"],
        raises: [.timeout],
        example: """
            graphene.resume("staging/customers", { wait = false })
            local running = graphene.wait_until(function()
              local found = graphene.databases { env = "staging", state = "running" }
              return #found == 4 and #found
            end, { timeout = "20m", message = "staging never came up" })
            print(running)
            """,
        failing: """
            graphene.wait_until(function()
              return graphene.find_db("dr/orders")
            end, { timeout = "1m", message = "dr/orders never appeared" })
            """)

    static let sleep = HostFunction(
        "sleep",
        "Pauses the task; other tasks go on.",
        Parameter<Duration>("duration", "how long"),
        options: .none,
        returns: "nothing",
        raises: [],
        source: "the run's clock",
        example: """
            local elapsed = graphene.time.stopwatch()
            graphene.sleep("30s")
            print(elapsed())
            """,
        failing: #"graphene.sleep("half an hour")"#,
        front: .prelude
    ) { call, duration in
        try await call.context.clock.sleep(for: duration)
        return []
    }

    static let retry = HostFunction(
        script: "retry",
        "Calls a function again when it fails in a way that may pass; never after a timeout.",
        Parameter<ScriptFunction>("fn", "the function", as: "fun(): T"),
        options: .of(
            Option<Int64>("attempts", "how often at most", default: 5, shownAs: "5"),
            Option<Duration>(
                "backoff", "the first pause; each one is twice as long as the one before",
                default: .seconds(2), shownAs: "\"2s\""),
            Option<Duration>(
                "max", "the longest pause", default: .minutes(1), shownAs: "\"1m\""),
            Option<[RetryableCode]?>(
                "codes", "which errors; `rate_limited unavailable conflict` by default")),
        returns: "what the function returned",
        results: ["T"],
        raises: [.rateLimited, .unavailable, .conflict],
        example: """
            local attempts = 0
            print(graphene.retry(function()
              attempts = attempts + 1
              if attempts < 3 then graphene.fail("not yet", { code = "unavailable" }) end
              return attempts
            end, { backoff = "5s" }))
            """,
        failing: """
            graphene.retry(function()
              graphene.fail("still not", { code = "unavailable" })
            end, { attempts = 3 })
            """)
}

extension Waiting {
    static let failureState = HostFunction(
        "failure_state",
        "Tells whether a database does not leave a state by itself, because something failed.",
        Parameter<String>("state", "the state"),
        options: .none,
        returns: "true or false",
        raises: [],
        source: "the states that every wait takes for failures",
        example: #"vm.ask("failure_state", db.state)"#,
        place: .answer,
        front: .prelude,
        visibility: .prelude
    ) { _, state in [.boolean(DatabaseStatus(state: state).hasFailed)] }
}

/// The state, or states, that a script waits for.
package struct AwaitedState: ScriptArgument {
    let states: [String]

    package static var kinds: [ArgumentKind] { [.string, .list, .function] }
    package static var expectation: String {
        #"a state such as "running", a list of them, or a function"#
    }
    package static var luaType: String {
        "graphene.State|graphene.State[]|(fun(db: graphene.Database): any)"
    }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let given = try? OneOrMore<String>(value).elements, !given.isEmpty else {
            throw Self.mismatch(value)
        }
        states = given
    }
}

/// An error code that a script names.
package struct RetryableCode: ScriptArgument {
    let code: ErrorCode

    package static var kinds: [ArgumentKind] { [.string] }
    package static var expectation: String { #"an error code such as "conflict""# }
    package static var luaType: String { "graphene.ErrorCode" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let code = value.text.flatMap(ErrorCode.init(rawValue:)) else {
            throw Self.mismatch(value)
        }
        self.code = code
    }
}
