import Diagnostics
import JSONDocument
import ScriptWire
import Timekeeping

/// What a test may do to its account, and ask of it.
extension TestFunctions {
    static let cloud = [run, database, alter, failNext, requests, changes]

    private static let account = "the simulated account of the test"

    static let run = HostFunction(
        "cloud.run",
        "Runs a script on the test's account, in a process of its own, and waits for its end.",
        Parameter<String>("script", "its file, from the test's folder; below the working folder"),
        Parameter<ScriptParameters?>("params", "its parameters, by name"),
        options: .of(
            Option<ErrorCode?>("fails", "the code that it must fail with; it must succeed without"),
            Option<Bool?>(
                "yes", "what its questions are answered with; without, there is nobody to ask"),
            Option<TextMap?>("env", "the environment variables that it may read, by name"),
            Option<Duration?>("timeout", "how long it may take, as `--timeout` says it")),
        returns: """
            `{result, outputs, exit_status, error?, effects, skipped?, questions, warnings, printed, \
            elapsed}`; `effects` are its changes, each `{verb, target, outcome}`
            """,
        results: ["table run"],
        raises: [.notFound, .unhealthy],
        source: "the host, as in `graphene run`",
        example: """
            local run = cloud.run("delete.lua", { db = "staging/catalog" }, { yes = true })
            expect(run.outputs.changed).to_equal(true)
            cloud.run("delete.lua", { db = "staging/orders" }, { fails = "confirmation_required" })
            """,
        failing: #"cloud.run("pause.lua", { db = "staging/order" })"#,
        visibility: .test
    ) { call, script, parameters in
        let (fails, yes, variables, timeout) = call.options
        let consent = yes.map { $0 ? Consent.given : .refused } ?? .nobodyToAsk
        let run = try await call.context.testBench().run(
            ScriptUnderTest(
                path: script, parameters: parameters?.values ?? [:], consent: consent,
                variables: variables?.values ?? [:], timeout: timeout))
        try run.check(fails, of: script)
        return [run.value]
    }

    static let database = HostFunction(
        "cloud.db",
        "Looks a database up in the account itself, without a request.",
        Parameter<NamedDatabase>("db", "`environment/name`, an id, or a handle"),
        options: .none,
        returns: """
            `{id, ref, env, name, state, plan, version, edition, vendor, domain?, needs_restart, \
            locked, under_incident, data_of, data_version}`, or nil; `data_of` is the database whose \
            data it holds
            """,
        results: ["table? db"],
        raises: [.notFound],
        source: account,
        example: #"expect(cloud.db("staging/orders").data_of).to_equal("staging/orders")"#,
        failing: "cloud.db(42)",
        visibility: .test
    ) { call, database in
        let found = try call.context.testBench().database(database.reference)
        return [found.map { .fields($0.fields) } ?? .null]
    }

    static let alter = HostFunction(
        "cloud.set_db",
        "Changes a database of the account behind the API's back, to begin a test from there.",
        Parameter<NamedDatabase>("db", "`environment/name`, an id, or a handle"),
        options: .of(
            Option<SettledState?>("state", "what it is doing"),
            Option<Bool?>("needs_restart", "whether changed settings wait for a restart"),
            Option<Bool?>("locked", "whether no operation may start"),
            Option<Bool?>("under_incident", "whether the vendor works on it")),
        returns: "nothing",
        raises: [.notFound],
        source: account,
        example: """
            cloud.set_db("staging/orders", { needs_restart = true })
            expect(graphene.db("staging/orders").needs_restart).to_equal(true)
            """,
        failing: #"cloud.set_db("staging/order", { locked = true })"#,
        visibility: .test
    ) { call, database in
        let (state, needsRestart, isLocked, isUnderIncident) = call.options
        try call.context.testBench().alter(
            database.reference,
            DatabaseAlteration(
                state: state, needsRestart: needsRestart, isLocked: isLocked,
                isUnderIncident: isUnderIncident))
        return []
    }

    static let failNext = HostFunction(
        "cloud.fail_next",
        "Lets the next request of a route go wrong; several faults are used up in order.",
        Parameter<String>(
            "route", "method and path, or how the path ends: `POST /clone`; `*` is every route"),
        options: .of(
            Option<Int64?>("status", "answers so, with nothing done"),
            Option<Duration?>("retry_after", "what a 429 or 503 asks to wait"),
            Option<String?>("body", "what the answer says"),
            Option<PlannedFault.Mishap?>("how", "what becomes of it instead of such an answer"),
            Option<Int64>("times", "how many requests go wrong", default: 1, shownAs: "1"),
            Option<Int64>("skipping", "how many go well before", default: 0, shownAs: "0")),
        returns: "nothing",
        raises: [],
        source: account,
        example: """
            cloud.fail_next("POST /pause", { status = 429, retry_after = "30s" })
            graphene.pause("staging/orders")
            cloud.fail_next("POST /clone", { how = "operation_fails" })
            expect(function() graphene.clone("production/catalog") end).to_raise("operation_failed")
            """,
        failing: #"cloud.fail_next("POST /pause")"#,
        visibility: .test
    ) { call, route in
        let (status, retryAfter, body, mishap, times, skipping) = call.options
        let way = try PlannedFault.Way(status, retryAfter, body, mishap)
        try call.context.testBench().failNext(
            PlannedFault(
                route: route, way: way, times: Int(clamping: max(0, times)),
                skipping: Int(clamping: max(0, skipping))))
        return []
    }

    static let requests = HostFunction(
        "cloud.requests",
        "Lists what the account was asked since the test began, in order, signing in included.",
        options: .of(Option<Bool?>("changing", "only those that change something, or only others")),
        returns: "a list of `{method, path, route?, status?, changing, faulted}`",
        results: ["table[] requests"],
        raises: [],
        source: account,
        example: """
            graphene.pause("staging/orders")
            expect(#cloud.requests({ changing = true })).to_equal(1)
            """,
        failing: "cloud.requests({ changed = true })",
        visibility: .test
    ) { call in
        let wanted = call.options
        let seen = try call.context.testBench().requests().filter {
            wanted == nil || $0.isChanging == wanted
        }
        return [.list(seen.map(\.value))]
    }

    static let changes = HostFunction(
        "cloud.changes",
        "Lists what the account took on since the test began, in order, whatever it answered.",
        options: .none,
        returns: "a list of texts such as `pause staging/orders`",
        results: ["string[] changes"],
        raises: [],
        source: account,
        example: """
            graphene.pause("staging/orders")
            expect(cloud.changes()).to_equal({ "pause staging/orders" })
            """,
        failing: #"cloud.changes("pause")"#,
        visibility: .test
    ) { call in
        [.texts(try call.context.testBench().changes())]
    }
}

extension PlannedFault.Way {
    fileprivate init(
        _ status: Int64?, _ retryAfter: Duration?, _ body: String?, _ mishap: PlannedFault.Mishap?
    ) throws(APIFailure) {
        switch (status, mishap) {
        case (let status?, nil):
            guard (100...599).contains(status) else {
                throw APIFailure(
                    .usage, "cloud.fail_next: `status` must be between 100 and 599, not \(status)")
            }
            self = .answer(status: Int(status), retryAfter: retryAfter, body: body)
        case (nil, let mishap?): self = .mishap(mishap)
        default:
            throw APIFailure(
                .usage, "cloud.fail_next takes one of `status` and `how`",
                hint: #"write { status = 503 } or { how = "operation_fails" }"#)
        }
    }
}
