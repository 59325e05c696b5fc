import CloudClient
package import Diagnostics
package import JSONDocument
package import ScriptWire

/// One test's simulated account, and what the test may do to it; only `graphene test` has one.
package protocol TestBench: Sendable {
    /// Takes note of a test that the file declares.
    ///
    /// - Returns: Whether it is the one to run in this process.
    /// - Throws: `usage` for a name that the file has declared before.
    func declare(_ test: DeclaredTest) throws(APIFailure) -> Bool

    /// Runs a script in a process of its own, on this account and in its time.
    ///
    /// - Throws: `usage` or `not_found` for what is no script; how the run failed is in what it returns.
    func run(_ script: ScriptUnderTest) async throws -> TestedRun

    /// Lets the next requests of a route go wrong.
    func failNext(_ fault: PlannedFault) throws(APIFailure)

    /// What the account was asked since the test began, in order.
    func requests() -> [SeenRequest]

    /// What it took on since then, in order: `pause staging/orders`.
    func changes() -> [String]

    /// A database as the account holds it, found by `environment/name` or id; nil when there is none.
    ///
    /// - Throws: `not_found` for an environment that does not exist.
    func database(_ reference: String) throws(APIFailure) -> SeenDatabase?

    /// Changes a database behind the API's back.
    func alter(_ reference: String, _ change: DatabaseAlteration) throws(APIFailure)
}

/// A test as its file declares it.
package struct DeclaredTest: Hashable, Sendable {
    package var name: String
    /// The file and line where it is declared; a module's, where that declares it.
    package var script: String
    package var line: Int

    package init(name: String, script: String, line: Int) {
        self.name = name
        self.script = script
        self.line = line
    }
}

/// A script that a test runs, and what it is given.
package struct ScriptUnderTest: Sendable {
    /// From the test's own folder.
    package var path: String
    package var parameters: [String: JSONValue]
    /// What its questions are answered with.
    package var consent: Consent
    /// The environment variables that it may read, and that `env:NAME` leads to.
    package var variables: [String: String]
    package var timeout: Duration?
}

/// What came of a script that a test has run.
package struct TestedRun: Sendable {
    package struct Failure: Sendable {
        package var code: ErrorCode
        package var message: String
        package var hint: String?
        package var script: String?
        package var line: Int?

        package init(
            code: ErrorCode, message: String, hint: String?, script: String?, line: Int?
        ) {
            self.code = code
            self.message = message
            self.hint = hint
            self.script = script
            self.line = line
        }
    }

    package struct Effect: Sendable {
        package var verb: String
        package var target: String?
        package var outcome: String

        package init(verb: String, target: String?, outcome: String) {
            self.verb = verb
            self.target = target
            self.outcome = outcome
        }
    }

    package var result: JSONValue?
    package var outputs: [(key: String, value: JSONValue)] = []
    package var exitStatus: Int32 = 0
    package var failure: Failure?
    package var effects: [Effect] = []
    package var skipped: String?
    package var questions: [String] = []
    /// Warnings of the host's, and what the script logged as a warning or an error.
    package var warnings: [String] = []
    package var printed = ""
    package var elapsed = Duration.zero

    package init() {}
}

/// One request as the simulated account saw it.
package struct SeenRequest: Sendable {
    package var method: String
    package var path: String
    /// As faults name it; nil when the path leads nowhere.
    package var route: String?
    /// Nil when nothing was answered.
    package var status: Int?
    package var isChanging: Bool
    /// Whether it went wrong because the test wanted it.
    package var wasFaulted: Bool

    package init(
        method: String, path: String, route: String?, status: Int?, isChanging: Bool,
        wasFaulted: Bool
    ) {
        self.method = method
        self.path = path
        self.route = route
        self.status = status
        self.isChanging = isChanging
        self.wasFaulted = wasFaulted
    }
}

/// A database as the simulated account holds it.
package struct SeenDatabase: Sendable {
    /// Names and values, in the order of the reference.
    package var fields: [(String, WireValue?)]

    package init(fields: [(String, WireValue?)]) { self.fields = fields }
}

/// What a test changes of a database behind the API's back; nil leaves it as it is.
package struct DatabaseAlteration: Sendable {
    package var state: SettledState?
    package var needsRestart: Bool?
    package var isLocked: Bool?
    package var isUnderIncident: Bool?
}

/// What a database may be put into.
package enum SettledState: String, ScriptChoice { case running, paused }

/// What is to go wrong with the next requests of a route.
package struct PlannedFault: Sendable {
    package enum Way: Sendable {
        /// That answer, and nothing done.
        case answer(status: Int, retryAfter: Duration?, body: String?)
        case mishap(Mishap)
    }

    /// What else than an answer of the cloud's own can become of a request.
    package enum Mishap: String, ScriptChoice {
        case reset
        case resetAfter = "reset_after"
        case silence
        case silenceAfter = "silence_after"
        case html, truncated, empty, garbage
        case expireTokens = "expire_tokens"
        case operationFails = "operation_fails"
        case operationNeverEnds = "operation_never_ends"
    }

    /// As it was written: whole, or its method and how its path ends.
    package var route: String
    package var way: Way
    package var times: Int
    package var skipping: Int
}
