import CloudClient
import ScriptAPI

/// A change with all that the host has read of it; what the script passed is not part of it.
struct JudgedChange: Sendable {
    /// Tells one change from the next, however often each is judged.
    var number: UInt64
    var verb: Verb
    var effect: EffectClass
    var moment: ProposedChange.Moment
    /// What it changes or copies.
    var databases: [ChangeSubject] = []
    /// What it makes.
    var making: ChangeSubject?
    /// Whose snapshot it puts somewhere, where it is asked where things may be changed.
    var copied: ChangeSubject?
    /// Whether it may copy data of which cannot be told whose they are.
    var hidesOrigin = false
    /// The names of the environments that a raw request mentions, each as a whole.
    var environments: [String] = []
    /// A raw request whose path leads to nothing that is known.
    var unknown: UnknownRequest?
    /// Why whoever asks was not granted a change of this kind.
    var denial: ChangeRefusal?
    /// Where whoever asks may change something.
    var grantedTargets: [TargetList] = []
    /// The addresses that are carried by some database, where that was asked.
    var addresses: Set<String> = []

    /// Whether it can do harm: only such changes are protected from.
    var isHarmful: Bool { effect == .disruptive || effect == .destructive }
}

// Where it is made.
extension JudgedChange {
    /// Why it cannot be told where it is made; nil where it can.
    var untold: String? {
        if unknown != nil { return "what it would change cannot be told" }
        return hidesOrigin ? "whose data it would copy cannot be told" : nil
    }

    /// What of it no pattern matches, as a message names it; nil when all is matched.
    ///
    /// A raw request may do anything in an environment that it mentions, so only a pattern for all
    /// of an environment matches that.
    func outside(_ globs: [String]) -> String? {
        let subjects = databases + [making, copied].compactMap(\.self)
        let outside = subjects.first { subject in !globs.contains { subject.matches($0) } }
        if let outside { return outside.reference }
        let environment = environments.first { name in
            !globs.contains { glob in
                guard let slash = glob.firstIndex(of: "/") else { return false }
                let isForAll = glob[slash...].dropFirst().allSatisfy { $0 == "*" }
                return isForAll && glob[slash...].count > 1
                    && Glob(String(glob[..<slash])).matches(name)
            }
        }
        return environment.map { "\($0)/*" }
    }
}

/// A raw request of which cannot be told what it would change.
struct UnknownRequest: Hashable, Sendable {
    var method: CloudRequest.Method
    /// Percent-encoded.
    var path: String

    /// Whether it can only make something new.
    var isMaking: Bool {
        method == .post
            && path.split(separator: "/").allSatisfy { Self.collections.contains(String($0)) }
    }

    private static let collections: Set = [
        "deployments", "databases", "graphneo", "ongdb", "restore", "environments",
    ]
}

/// A database as the host read it.
struct ChangeSubject: Hashable, Sendable {
    /// Empty for one that is not there yet.
    var id: String
    /// The environment's name now; nil where it cannot be told.
    var environment: String?
    var name: String
    /// In lower case; nil where the cloud tells none.
    var addresses: [String]?
    /// How many databases are called so, with it.
    var namesakes = 1

    var reference: String { "\(environment ?? "?")/\(name)" }

    /// Environment and name apart: a star must not lead from one environment into another.
    func matches(_ glob: String) -> Bool {
        guard let slash = glob.firstIndex(of: "/"), let environment else { return false }
        return Glob(String(glob[..<slash])).matches(environment)
            && Glob(String(glob[glob.index(after: slash)...])).matches(name)
    }
}

extension ChangeSubject {
    init(_ database: Database, environment: String?) {
        id = database.id
        self.environment = environment
        name = database.name
        let connections = database.connections
        let known = [connections.domain, connections.privateDomain].compactMap(\.self)
        addresses = known.isEmpty ? nil : known.map { $0.lowercased() }
    }
}

/// Judges changes; a value, tested without a process or a socket.
protocol ChangeStage: Sendable {
    /// Returns why a change may not be made; nil when it may, as far as this stage goes.
    mutating func judge(_ change: JudgedChange) -> ChangeRefusal?
}
