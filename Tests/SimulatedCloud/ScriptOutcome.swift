import CloudSimulator
package import Diagnostics
package import JSONDocument
import ScriptAPI
package import ScriptHost
import Synchronization
package import Timekeeping

/// What came of one run of a script.
package struct ScriptOutcome: Sendable {
    package let report: RunReport
    /// What the run's own copies are called after.
    package let shortID: String
    package let before: AccountView
    package let after: AccountView
    /// The questions that were asked.
    package let questions: [String]
    /// Warnings, and what the script logged as a warning or an error.
    package let warnings: [String]
    package let skipped: String?
    package let table: TableOutput?

    init(
        report: RunReport, shortID: String, before: AccountView, after: AccountView,
        listener: RunListener
    ) {
        self.report = report
        self.shortID = shortID
        self.before = before
        self.after = after
        (questions, warnings, skipped, table) = listener.heard
    }

    /// 0, or what `graphene run` would end with.
    package var exitStatus: Int32 { report.exitStatus }
    package var code: ErrorCode? { report.failure?.code }
    package var message: String { report.failure?.message ?? "" }
    package var hint: String { report.failure?.hint ?? "" }
    /// What the script returned.
    package var text: String { report.result?.string ?? "" }
    package func output(_ key: String) -> JSONValue? {
        report.outputs.last { $0.key == key }?.value
    }

    /// The requests that asked for a change, in order, as the cloud logged them.
    package var changingRequests: [String] {
        after.changingRequests.suffix(from: before.changingRequests.count).map(\.self)
    }

    /// What the cloud took on, in order: `pause production/orders`.
    package var changes: [String] {
        after.changes.suffix(from: before.changes.count).map(\.self)
    }

    /// The lines of the account that are gone (`-`) and those that are new (`+`).
    package var difference: [String] {
        let gone = before.databases.filter { !after.databases.contains($0) }
        let new = after.databases.filter { !before.databases.contains($0) }
        return gone.map { "- \($0)" } + new.map { "+ \($0)" }
    }
}

/// An account at one instant, in lines that a test can compare.
package struct AccountView: Sendable {
    package let now: Instant
    /// One line for each database, by name.
    package let databases: [String]
    package let changes: [String]
    package let changingRequests: [String]

    init(_ cloud: CloudSimulator) {
        now = cloud.now
        databases = cloud.databases.map { Self.line($0, in: cloud) }.sorted()
        changes = cloud.changes.map { "\($0.verb.rawValue) \($0.target)" }
        changingRequests = cloud.requests.filter { $0.route?.changes ?? false }.map {
            $0.route?.rawValue.replacing("/deployments/databases/", with: "") ?? ""
        }
    }

    /// `staging/orders running DS2 data staging/orders 1 at staging/orders`: whose data, in which
    /// version, and whose address by origin.
    private static func line(_ database: SimulatedDatabase, in cloud: CloudSimulator) -> String {
        let domain = database.connection?.domainName ?? ""
        let owner = cloud.databases.first { domain.contains($0.id.prefix(8)) }
        let data = database.data
        return [
            cloud.reference(database), database.state.rawValue, database.plan, "data",
            "\(data.origin) \(data.version)", "at",
            owner.map(cloud.reference) ?? "unknown",
        ].joined(separator: " ")
    }
}

/// Answers a run's questions and keeps what a person would have read.
final class RunListener: RunObserver, Console {
    private struct Heard: Sendable {
        var questions: [String] = []
        var warnings: [String] = []
        var skipped: String?
        var table: TableOutput?
    }

    private let consent: Consent
    private let answers: Int
    private let state = Mutex(Heard())

    init(_ consent: Consent, answers: Int) {
        self.consent = consent
        self.answers = answers
    }

    var heard: (questions: [String], warnings: [String], skipped: String?, table: TableOutput?) {
        let heard = state.withLock { $0 }
        return (heard.questions, heard.warnings, heard.skipped, heard.table)
    }

    func confirm(_ text: String, target: String?) async throws -> Consent {
        let asked = state.withLock { heard in
            heard.questions.append(text)
            return heard.questions.count
        }
        return asked <= answers ? consent : .refused
    }

    func observe(_ event: RunEvent, at instant: Instant) {
        state.withLock { heard in
            switch event {
            case .warned(let text): heard.warnings.append(text)
            case .logged(.warn, let text, _), .logged(.error, let text, _):
                heard.warnings.append(text)
            case .skipped(let reason): heard.skipped = reason
            case .table(let table): heard.table = table
            default: break
            }
        }
    }
}
