import CloudClient
import Diagnostics
package import ScriptWire

/// Several things at a time, what to do when they end, and how a script ends.
enum Tasks {
    static let all = [map, parallel, deferred, onError, skip, fail, confirm]

    static let map = HostFunction(
        script: "map",
        "Calls a function with each item of a list, several at a time.",
        Parameter<[WireValue]>("list", "the items", as: "T[]"),
        Parameter<ScriptFunction>("fn", "called as `fn(item)`", as: "fun(item: T): ..."),
        options: .of(
            Option<Int64>("concurrency", "how many at a time", default: 4, shownAs: "4"),
            Option<FailureMode>(
                "failures", "whether the first failure stops the rest or all are collected",
                default: .stop, shownAs: "\"stop\""),
            Option<ProgressMode?>("progress", "true, or a title, to show how far it is")),
        returns: """
            results in the order of the list: `{item, ok, values, err, elapsed, skipped}`, with \
            `ok_count`, `failed_count`, `:failed()` and `:raise{allow?}`
            """,
        results: ["graphene.Results"],
        raises: [.partial],
        example: """
            local staging = graphene.databases { env = "staging", state = "running" }
            local paused = graphene.map(staging, graphene.pause, { concurrency = 8, failures = "collect" })
            print(paused.ok_count, paused.failed_count)
            """,
        failing: """
            graphene.map({ "staging/orders", "staging/order" }, graphene.pause, { failures = "collect" })
              :raise()
            """)

    static let parallel = HostFunction(
        script: "parallel",
        "Calls several functions at the same time; the first failure cancels the others.",
        Parameter<[ScriptFunction]>("functions", "the functions", as: "(fun(): any)[]"),
        options: .of(Option<Int64?>("concurrency", "how many at a time; all by default")),
        returns: "the first result of each, in order",
        results: ["any ..."],
        raises: [],
        example: """
            local a, b = graphene.parallel {
              function() return graphene.clone("production/orders", "dr", { name = "orders" }) end,
              function() return graphene.clone("production/catalog", "dr", { name = "catalog" }) end,
            }
            print(a, b)
            """,
        failing: """
            -- called, where functions are wanted
            graphene.parallel { graphene.pause("staging/orders"), graphene.pause("staging/catalog") }
            """)

    static let deferred = HostFunction(
        script: "defer",
        "Registers a function that runs when the task ends, however it ends.",
        Parameter<ScriptFunction>(
            "fn", "gets the error, or nil; it may have effects",
            as: "fun(err: graphene.Error?): any"),
        returns: "a value that a `<close>` variable may hold, to run it with the block",
        results: ["table scope"],
        raises: [],
        example: """
            local copy = graphene.clone("production/catalog", "staging", { name = "trial" })
            graphene.defer(function()
              print("deleted", graphene.delete(copy))
            end)
            print("trying out", copy)
            """,
        failing: #"graphene.defer("delete the copy")"#)

    static let onError = HostFunction(
        script: "on_error",
        "Registers a function that runs when the task fails; not when a person stops the run.",
        Parameter<ScriptFunction>(
            "fn", "gets the error; it may have effects", as: "fun(err: graphene.Error): any"),
        returns: "a value that a `<close>` variable may hold, to end it with the block",
        results: ["table scope"],
        raises: [.rollbackFailed],
        example: """
            local switch = graphene.switch_dns("production/catalog", "staging/catalog")
            graphene.on_error(function() switch:revert() end)
            print(switch:verify { check = "bolt" })
            """,
        failing: """
            graphene.on_error(function() error("and there is no way back") end)
            graphene.fail("the shop does not answer")
            """)

    static let skip = HostFunction(
        script: "skip",
        "Ends the script as a success because there is nothing to do.",
        Parameter<String?>("reason", "why"),
        returns: "nothing; it does not return",
        raises: [],
        example: """
            local paused = graphene.databases { env = "dr", state = "failed" }
            if #paused == 0 then graphene.skip("nothing has failed") end
            """,
        failing: #"graphene.skip { reason = "nothing has failed" }"#)

    static let fail = HostFunction(
        script: "fail",
        "Ends the script as a failure.",
        Parameter<String>("message", "what is wrong"),
        options: .of(
            Option<String?>(
                "code", "an error code, which settles the exit status; `script` by default",
                as: "graphene.ErrorCode"),
            Option<WireValue?>("data", "whatever belongs to it, for the report")),
        returns: "nothing; it raises",
        raises: [.script],
        example: """
            local ok, err = pcall(graphene.fail, "orders is too old", { code = "unhealthy" })
            print(ok, err.code, err.message)
            """,
        failing: #"graphene.fail("orders is too old")"#)

    static let confirm = HostFunction(
        "confirm",
        "Asks the person in front of the run; without one, `--yes` must have been given.",
        Parameter<String>("text", "the question"),
        options: .of(
            Option<ConfirmationTarget?>(
                "target",
                """
                what it is about: text, or a handle; of a database that is protected, and that `--on` \
                does not name, nobody is asked
                """)),
        returns: "true",
        results: ["true agreed"],
        raises: [.confirmationRequired, .protected],
        source: "the terminal, or `--yes`",
        example: #"print(graphene.confirm("Delete staging/orders and all its data?"))"#,
        failing: """
            -- answered with no
            graphene.confirm("Delete staging/orders and all its data?")
            """,
        front: .prelude
    ) { call, text in
        if let database = call.options?.database { try await call.context.checkIsFree(database) }
        switch try await call.context.console.confirm(
            text, target: call.options?.name(in: call.context.memory))
        {
        case .given: return [true]
        case .refused:
            throw APIFailure(.confirmationRequired, "\"\(text.prefix(500))\" was answered with no")
        case .nobodyToAsk:
            throw APIFailure(
                .confirmationRequired,
                "\"\(text.prefix(500))\" needs an answer, and there is no terminal",
                hint: "give `--yes` to agree beforehand")
        }
    }
}

/// What a question is about, as a script names it.
package struct ConfirmationTarget: ScriptArgument {
    private let value: WireValue

    package static var kinds: [ArgumentKind] {
        [.string, .database, .environment, .snapshot, .operation, .dnsSwitch]
    }
    package static var expectation: String { "text or a handle" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .bytes: _ = try String(value)
        case .handle(let handle) where Self.kinds.map(\.rawValue).contains(handle.kind): break
        default: throw Self.mismatch(value)
        }
        self.value = value
    }

    /// The database that it is, or that the text names in full.
    var database: DatabaseReference? {
        guard let reference = try? DatabaseReference(value) else { return nil }
        if case .bare = reference { return nil }
        return reference
    }

    /// The text, or what people call the object behind the handle.
    func name(in memory: RunMemory) -> String? {
        guard case .handle(let handle) = value else { return value.text }
        return memory.name(of: handle) ?? "\(handle.kind) \(handle.id)"
    }
}

extension EffectContext {
    /// Keeps a person from being asked, and a script from working long towards it, where the answer
    /// is settled.
    ///
    /// - Throws: `protected`.
    fileprivate func checkIsFree(_ reference: DatabaseReference) async throws(CloudError) {
        guard let foresee else { return }
        let database: Database
        do throws(CloudError) {
            database = try await cloud.database(reference, for: .reading)
        } catch {
            // A text may name anything.
            guard [.notFound, .ambiguous].contains(error.code) else { throw error }
            return
        }
        guard let refusal = try await foresee(database) else { return }
        var error = CloudError(
            refusal.code, "cannot ask about \(database.reference): \(refusal.reason)",
            verb: "confirm", target: database.reference)
        error.hint = refusal.hint
        error.outcome = .notSent
        throw error
    }
}

/// What `map` does with a failure.
package enum FailureMode: String, ScriptChoice {
    case stop, collect
}

/// Whether `map` shows how far it is, and under which title.
package struct ProgressMode: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.boolean, .string] }
    package static var expectation: String { "true, or a title" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .boolean, .bytes: break
        default: throw Self.mismatch(value)
        }
    }
}
