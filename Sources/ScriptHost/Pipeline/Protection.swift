import AccountConfiguration
import CloudClient
import Diagnostics
import ScriptAPI
import TOMLDocument

/// Refuses what disrupts or destroys a protected database, unless a person named it on the command
/// line.
struct Protection: ChangeStage {
    let rules: [ProtectionRule]
    let exceptions: Set<String>
    /// Who does harm only to what the exceptions name.
    let namesHarm: String?
    /// Those whose name a rule covers or covered in this run, by id: a new name takes off no protection.
    private var known: [String: Known] = [:]

    private struct Known {
        var rule: ProtectionRule
        var reference: String
    }

    /// Why a database may not be touched.
    private struct Match {
        var rule: ProtectionRule
        var reason: String
    }

    init(
        _ rules: [ProtectionRule], except exceptions: [ExplicitTarget], namesHarm: String? = nil
    ) {
        self.rules = rules
        self.namesHarm = namesHarm
        self.exceptions = Set(exceptions.map(\.text))
    }

    /// Whether a rule goes by an address.
    var needsAddresses: Bool {
        rules.contains { if case .domain = $0.subject { true } else { false } }
    }

    mutating func judge(_ change: JudgedChange) -> ChangeRefusal? {
        guard change.isHarmful else { return nil }
        return judgeRules(change) ?? judgeNames(change)
    }

    private mutating func judgeRules(_ change: JudgedChange) -> ChangeRefusal? {
        guard !rules.isEmpty else { return nil }
        if let request = change.unknown, let refusal = judge(request) { return refusal }
        var reasons: [String] = []
        var hints: [String] = []
        for subject in change.databases {
            guard let match = match(subject, change.addresses), !isExcepted(subject) else {
                continue
            }
            reasons.append(match.reason)
            let isClear = subject.namesakes == 1 && subject.environment != nil
            hints.append(isClear ? subject.reference : "id:\(subject.id)")
            if subject.namesakes > 1 {
                reasons.append(
                    "\(subject.namesakes) databases are called \(subject.reference), so its id is "
                        + "id:\(subject.id)")
            }
        }
        guard !reasons.isEmpty else { return nil }
        return ChangeRefusal(
            .protected, reasons.joined(separator: "; "),
            hint: "if it is meant, name it on the command line: "
                + hints.map { "`--on \($0)`" }.joined(separator: " "))
    }

    /// Where a person has to name what is harmed, whatever it is.
    private func judgeNames(_ change: JudgedChange) -> ChangeRefusal? {
        guard let namesHarm else { return nil }
        var names = change.databases.filter { !isExcepted($0) }.map { subject in
            let isClear = subject.namesakes == 1 && subject.environment != nil
            return isClear ? subject.reference : "id:\(subject.id)"
        }
        if let request = change.unknown, !exceptions.contains(request.path) {
            names.append(request.path)
        }
        guard !names.isEmpty else { return nil }
        return ChangeRefusal(
            .confirmationRequired,
            "\(namesHarm) \(change.effect == .destructive ? "destroys" : "disrupts") only what was "
                + "named on the command line",
            hint: "if it is meant, name it: " + names.map { "`--on \($0)`" }.joined(separator: " "))
    }

    /// A request that the host cannot trace to anything could be about what is protected.
    private func judge(_ request: UnknownRequest) -> ChangeRefusal? {
        guard !request.isMaking, !exceptions.contains(request.path) else { return nil }
        let rule = rules[0]
        return ChangeRefusal(
            .protected,
            "what it would change cannot be told, and it may be what `\(rule.text)` protects "
                + "(\(rule.origin))",
            hint: "if it is meant, name it on the command line: `--on \(request.path)`")
    }

    private func isExcepted(_ subject: ChangeSubject) -> Bool {
        if exceptions.contains("id:\(subject.id)") { return true }
        return subject.namesakes == 1 && subject.environment != nil
            && exceptions.contains(subject.reference)
    }

    /// The rule that covers a database, if any does.
    private mutating func match(_ subject: ChangeSubject, _ carried: Set<String>) -> Match? {
        for rule in rules {
            guard let reason = Self.reason(rule, subject, carried) else { continue }
            remember(subject, rule)
            return Match(rule: rule, reason: reason)
        }
        guard let earlier = known[subject.id] else { return nil }
        return Match(
            rule: earlier.rule,
            reason: "\(subject.reference) is protected by `\(earlier.rule.text)` "
                + "(\(earlier.rule.origin)): it was \(earlier.reference) when this run saw it first"
        )
    }

    private mutating func remember(_ subject: ChangeSubject, _ rule: ProtectionRule) {
        // An address moves from one database to another, and the protection goes with it.
        if case .domain = rule.subject { return }
        guard subject.environment != nil, known[subject.id] == nil else { return }
        known[subject.id] = Known(rule: rule, reference: subject.reference)
    }

    /// Why a rule covers a database; nil when it does not.
    private static func reason(
        _ rule: ProtectionRule, _ subject: ChangeSubject, _ carried: Set<String>
    ) -> String? {
        let place = "`\(rule.text)` (\(rule.origin))"
        switch rule.subject {
        case .id(let id):
            guard id == subject.id.lowercased() else { return nil }
        case .named(let environment, let name):
            guard let own = subject.environment else {
                return
                    "the environment of \(subject.name) cannot be told, and \(place) may protect it"
            }
            let matchesParts = matches(environment, own) && matches(name, subject.name)
            guard matchesParts || matches(rule.text, subject.reference) else { return nil }
        case .domain(let domain):
            guard let addresses = subject.addresses else {
                if carried.contains(domain) { return nil }
                return
                    "the address of \(subject.reference) cannot be told, and \(place) may protect it"
            }
            guard addresses.contains(domain) else { return nil }
            return "\(subject.reference) carries \(domain) now, which is protected by \(place)"
        }
        return "\(subject.reference) is protected by \(place)"
    }

    /// Rather too many than too few: capital letters make no difference.
    private static func matches(_ pattern: String, _ text: String) -> Bool {
        Glob(pattern.lowercased()).matches(text.lowercased())
    }
}

extension Protection {
    /// Takes note of an account as it is when the run first does harm, and says what of the rules and
    /// the exceptions leads nowhere, a sentence each.
    mutating func survey(_ subjects: [ChangeSubject]) -> [String] {
        var warnings: [String] = []
        for rule in rules {
            let covered = subjects.filter { Self.reason(rule, $0, []) != nil }
            for subject in covered { remember(subject, rule) }
            guard covered.isEmpty else { continue }
            warnings.append(
                "`\(rule.text)` (\(rule.origin)) protects nothing that this client sees"
                    + Self.suggestion(for: rule, among: subjects))
        }
        for name in exceptions.sorted() where !name.hasPrefix("/") {
            let isThere = subjects.contains { $0.reference == name || "id:\($0.id)" == name }
            guard !isThere else { continue }
            let meant = Suggestion.phrase(for: name, among: subjects.map(\.reference).sorted())
            warnings.append("`--on \(name)` names no database that this client sees\(meant)")
        }
        return warnings
    }

    private static func suggestion(
        for rule: ProtectionRule, among subjects: [ChangeSubject]
    ) -> String {
        switch rule.subject {
        case .id: return ""
        case .domain(let domain):
            let all = Set(subjects.flatMap { $0.addresses ?? [] }).sorted()
            return Suggestion.nearest(to: domain, among: all)
                .map { "; did you mean `domain:\($0)`?" } ?? ""
        case .named(let environment, let name):
            let places = Set(subjects.compactMap(\.environment)).sorted()
            guard !places.contains(where: { matches(environment, $0) }) else {
                return Suggestion.phrase(
                    for: rule.text, among: subjects.map(\.reference).sorted())
            }
            return Suggestion.nearest(to: environment, among: places)
                .map { "; did you mean `\($0)/\(name)`?" } ?? ""
        }
    }
}
