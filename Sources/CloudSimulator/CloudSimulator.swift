package import Timekeeping

/// The GrapheneDB cloud as a value: requests in, answers out.
///
/// It has no clock, no socket and no thread. Its time is the latest instant that it was given, and
/// never goes back; whoever drives it should start at `now` or later. The same seed, account,
/// assumptions, faults and requests give the same answers, byte for byte. What nobody knows about
/// the real cloud is in `Assumption.table`.
package struct CloudSimulator: Codable, Sendable {
    package let seed: UInt64
    package internal(set) var now: Instant
    package var assumptions: Assumptions
    /// What goes wrong, by route; not saved.
    package var faults = FaultPlan()
    /// The latest requests, at most 100,000; not saved.
    package internal(set) var requests: [LoggedRequest] = []
    /// Every change taken on, in order.
    package internal(set) var changes: [AppliedChange] = []
    /// Counts what is worth saving.
    package internal(set) var revision = 0

    var identifiers: Identifiers
    var requestCount = 0
    package internal(set) var environments: [SimulatedEnvironment] = []
    package internal(set) var databases: [SimulatedDatabase] = []
    package internal(set) var snapshots: [SimulatedSnapshot] = []
    var operations: [String: SimulatedOperation] = [:]
    /// The running operations, in the order they began.
    var running: [RunningOperation] = []
    /// The first operations of chains that wait for others, in the order they were asked for.
    var queue: [String] = []
    /// When the next running operation ends by itself; kept, for every request asks.
    package internal(set) var earliestEnd: Instant?
    /// What was on sale where the account was read; nil for the invented catalogue.
    var offer: Catalogue?
    var tokens: [AccessToken] = []
    var window = RateWindow()

    /// How the operations of the request at hand shall end, if not well.
    var pendingFault: Fault?

    /// Everything but the faults, the log of requests and the window of the rate limit is saved.
    private enum CodingKeys: String, CodingKey {
        case seed, now, assumptions, changes, identifiers, requestCount, environments, databases
        case snapshots, operations, running, queue, earliestEnd, offer, tokens
    }

    /// The beginning of time when none is given: 2026-11-23T02:00:00Z.
    package static let epoch = Instant(secondsSince1970: 1_795_399_200)

    /// Makes a cloud with an account of its own.
    ///
    /// - Parameters:
    ///   - seed: Fixes ids, credentials and dice.
    ///   - account: What it holds at first.
    ///   - assumptions: What differs from the usual ones.
    ///   - start: When it begins; ages in the account count back from here.
    package init(
        seed: UInt64 = 1, account: SimulatedAccount = .sample,
        assumptions: Assumptions = Assumptions(), startingAt start: Instant = epoch
    ) {
        self.seed = seed
        self.assumptions = assumptions
        now = start
        identifiers = Identifiers(seed: seed)
        for environment in account.environments { add(environment) }
    }

    /// The client id that signs in.
    package var clientId: String { "sim-client-" + identifiers.digits("client-id").prefix(12) }

    /// The secret that signs in; worthless anywhere else.
    package var clientSecret: String { "sim-secret-" + identifiers.digits("client-secret") }

    /// Answers one request.
    ///
    /// - Parameters:
    ///   - request: What was sent, whole.
    ///   - instant: When it arrives; earlier than `now` counts as now.
    /// - Returns: What the caller is to see of it, and after how long.
    package mutating func handle(
        _ request: SimulatedRequest, at instant: Instant
    ) -> SimulatedAnswer {
        advance(to: instant)
        requestCount += 1
        let resolution = Route.resolve(method: request.method, target: request.target)
        var route: Route?
        if case .route(let found, _) = resolution { route = found }
        let fault = faults.next(for: route)
        if case .expireTokens = fault { tokens = [] }
        var response: SimulatedResponse?
        if fault?.preventsApplying != true {
            pendingFault = fault
            response = respond(to: request, resolution)
            pendingFault = nil
        }
        let answer = deliver(response, spoiledBy: fault)
        if requests.count >= 100_000 { requests.removeFirst(50_000) }
        requests.append(
            LoggedRequest(
                id: requestCount, method: request.method, target: request.target, route: route,
                status: answer.response?.status, instant: now, wasFaulted: fault != nil))
        return answer
    }

    /// Lets time pass, and what was to happen by then happen.
    package mutating func advance(to instant: Instant) {
        while let next = earliestEnd, next <= instant, let (id, end) = nextEnd {
            now = max(now, end)
            complete(id)
        }
        now = max(now, instant)
    }

    private mutating func respond(
        to request: SimulatedRequest, _ resolution: Route.Resolution
    ) -> SimulatedResponse {
        var response: SimulatedResponse
        do throws(Refusal) {
            try checkRate()
            response = try dispatch(request, resolution)
        } catch {
            response = body(of: error)
        }
        if assumptions[.requestIds] == "header" {
            response.headers.append(("X-Request-Id", "req-\(requestCount)"))
        }
        return response
    }

    private mutating func dispatch(
        _ request: SimulatedRequest, _ resolution: Route.Resolution
    ) throws(Refusal) -> SimulatedResponse {
        if case .malformed(let reason) = resolution { throw Refusal(400, reason) }
        if case .route(.signIn, _) = resolution { return try signIn(request) }
        try checkToken(request)
        switch resolution {
        case .malformed(let reason): throw Refusal(400, reason)
        case .route(let route, let names):
            guard request.body.count <= Self.bodyLimit(route) else {
                throw Refusal(413, "the body is longer than \(Self.bodyLimit(route)) bytes")
            }
            return try perform(RoutedRequest(request: request, route: route, names: names))
        case .wrongMethod(let allowed):
            throw Refusal(
                Int(assumptions[.wrongMethod]) ?? 405, "\(request.method) is not allowed here",
                headers: [("Allow", allowed.joined(separator: ", "))])
        case .unknownPath:
            let path = request.target.prefix { $0 != "?" }
            throw Refusal(501, "the simulated cloud does not model \(request.method) \(path)")
        }
    }

    private mutating func perform(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        switch request.route {
        case .signIn: try signIn(request.request)
        case .listEnvironments: listEnvironments()
        case .listDatabases: try listDatabases(request)
        case .createEnvironment: try createEnvironment(request)
        case .createPeer: try createPeer(request)
        case .deletePeer: try deletePeer(request)
        case .createDatabase: try createDatabase(request)
        case .readDatabase: try readDatabase(request)
        case .readStatus: try readStatus(request)
        case .readOperation: try readOperation(request)
        case .restart: try restart(request)
        case .pause: try pause(request)
        case .start: try start(request)
        case .clone: try clone(request)
        case .listSnapshots: try listSnapshots(request)
        case .createFromSnapshot: try createFromSnapshot(request)
        case .restore: try restore(request)
        case .deleteDatabase: try deleteDatabase(request)
        case .switchConnections: try switchConnections(request)
        case .changePlan: try changePlan(request)
        case .listPlugins: try listPlugins(request)
        case .uploadPlugin: try uploadPlugin(request)
        case .deletePlugin: try deletePlugin(request)
        case .readSettings: try readSettings(request)
        case .writeSettings: try writeSettings(request)
        case .listPlans: listPlans()
        case .listVersions: listVersions()
        case .listVendorDatabases: try listVendorDatabases(request)
        case .createSnapshot: try createSnapshot(request)
        case .deleteSnapshot: try deleteSnapshot(request)
        }
    }

    /// The longest body that a route takes: a plugin is a file, the rest is small.
    package static func bodyLimit(_ route: Route?) -> Int {
        route == .uploadPlugin ? 64 << 20 : 1 << 20
    }
}

/// A request with the values of its path.
struct RoutedRequest {
    let request: SimulatedRequest
    let route: Route
    private let names: [String: String]

    init(request: SimulatedRequest, route: Route, names: [String: String]) {
        self.request = request
        self.route = route
        self.names = names
    }

    subscript(_ name: String) -> String { names[name] ?? "" }
}

/// Why a request is not done, and the answer that says so.
struct Refusal: Error {
    var status: Int
    var text: String
    /// The RFC 6749 word, at sign-in.
    var oauthCode: String?
    var headers: [(name: String, value: String)]

    init(
        _ status: Int, _ text: String, oauthCode: String? = nil,
        headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.text = text
        self.oauthCode = oauthCode
        self.headers = headers
    }
}
