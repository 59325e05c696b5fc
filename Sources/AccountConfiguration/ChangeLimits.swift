import CloudClient
import Diagnostics
package import TOMLDocument

/// How many changes a run may make at most, and where.
package struct ChangeLimits: Sendable {
    /// The most that may be done of one kind.
    package struct Count: Hashable, Sendable {
        /// A verb such as `delete`, or `total` for every change.
        package var subject: String
        package var most: Int
        package var origin: Origin

        package init(_ subject: String, most: Int, _ origin: Origin) {
            self.subject = subject
            self.most = most
            self.origin = origin
        }
    }

    /// Of several counts of one kind the lowest holds.
    package var counts: [Count] = []
    /// Patterns such as `staging/*`; a target must match one of each list.
    package var targets: [Sourced<[String]>] = []

    package init() {}

    /// The word for every change together.
    package static let total = "total"
    /// What can be limited: the verbs that change something, and `total`.
    package static let subjects =
        Verb.allCases.filter { $0 != .wait }.map(\.rawValue) + [total]

    /// What both allow.
    package mutating func narrow(to other: ChangeLimits) {
        counts += other.counts
        targets += other.targets
    }

    /// The count that holds for a kind; of equally low ones the first that was set.
    package func count(of subject: String) -> Count? {
        counts.filter { $0.subject == subject }.min { $0.most < $1.most }
    }

    /// Reads `name=n` as `--limit` takes it.
    package init(flag text: String) throws(ConfigurationFailure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let most = Int(parts[1]), most >= 0 else {
            throw ConfigurationFailure(
                "--limit \(text) is not of the form verb=number",
                hint: "write `--limit delete=1`", code: .usage)
        }
        let subject = String(parts[0])
        guard Self.subjects.contains(subject) else {
            throw ConfigurationFailure(
                "--limit \(text): there is no `\(subject)` to limit"
                    + Suggestion.phrase(for: subject, among: Self.subjects),
                hint: "limit one of \(Self.subjects.joined(separator: ", "))", code: .usage)
        }
        counts = [Count(subject, most: most, .flag("--limit \(text)"))]
    }

    /// Reads the table `limits` of a file.
    init(_ value: LocatedValue) throws(ConfigurationFailure) {
        let table = try ClosedTable(value, "`limits`", keys: Self.subjects + ["targets"])
        for subject in Self.subjects {
            guard let value = table[subject] else { continue }
            guard case .integer(let number) = value.content, number >= 0 else {
                throw ConfigurationFailure(
                    value.origin, "`\(subject)` in `limits` must be an integer, 0 or more")
            }
            counts.append(Count(subject, most: Int(clamping: number), value.origin))
        }
        guard let value = table["targets"] else { return }
        let globs = try table.strings("targets")
        for glob in globs where !glob.value.contains("/") {
            throw ConfigurationFailure(
                glob.origin,
                "`targets` has `\(glob.value)`, which names no environment and database",
                hint: "write `environment/name`; `*` is any text")
        }
        targets = [Sourced(globs.map(\.value), value.origin)]
    }
}
