import JSONDocument
import Timekeeping

/// What a reading tells about a change whose answer was lost.
enum Evidence: Sendable {
    case applied(ChangeAnswer)
    /// No trace of it.
    case nothing
    /// Something is going on that may be it.
    case undecided
}

/// What the cloud said to a change, or what a reading shows instead.
struct ChangeAnswer: Sendable {
    var body: JSONValue = .null
    var operationID: String?
    /// The database it made, when that is known.
    var database: Database?
    var snapshot: Snapshot?

    init(_ body: JSONValue = .null) {
        self.body = body
        operationID = body.text("operationId") ?? body["operation"]?.text("id")
        database = (body["database"] ?? body).object.flatMap { _ in
            Database(body["database"] ?? body)
        }
        snapshot = body["snapshot"].flatMap(Snapshot.init)
    }

    init(database: Database) {
        self.init()
        self.database = database
    }
}

/// How to find out what became of a change whose answer was lost.
struct Reconciliation: Sendable {
    /// Whether the change leaves a trace that stays; if not, finding none long after says nothing.
    var leavesTrace = true
    /// Whether doing it twice is as good as once, so that it may be sent again when it is certain
    /// that it was not done.
    var mayRepeat = false
    /// Reads what there is to read.
    var look: @Sendable () async throws(CloudError) -> Evidence
}

/// Decides, from readings one after the other, what became of a change.
struct Doubt: Sendable {
    enum Verdict: Sendable {
        case applied(ChangeAnswer)
        case notApplied
        case unknown
        case look(after: Duration)
    }

    /// A trace may be late: only so long after the loss does its absence mean something.
    static let quiet = Duration.seconds(10)
    /// For how long something undecided is looked at.
    static let longest = Duration.minutes(15)
    /// No operation on a database is over sooner: a change without a lasting trace is seen while it
    /// runs, if it is looked for so soon after sending it.
    static let shortestOperation = Duration.seconds(5)

    let sentAt: Instant
    let lostAt: Instant
    let leavesTrace: Bool
    private var looks = 0

    init(sentAt: Instant, lostAt: Instant, leavesTrace: Bool) {
        self.sentAt = sentAt
        self.lostAt = lostAt
        self.leavesTrace = leavesTrace
    }

    mutating func judge(_ evidence: Evidence, at now: Instant) -> Verdict {
        looks += 1
        let pause = Duration.seconds(min(looks, 5))
        switch evidence {
        case .applied(let answer): return .applied(answer)
        case .undecided:
            return now - lostAt < Self.longest ? .look(after: pause * 2) : .unknown
        case .nothing:
            guard now - lostAt >= Self.quiet else { return .look(after: pause) }
            let lookedInTime = lostAt - sentAt <= Self.shortestOperation
            return leavesTrace || lookedInTime ? .notApplied : .unknown
        }
    }
}
