import Diagnostics

/// Words of the cloud's own, each for one that this client knows.
///
/// Which words the real cloud uses is not published. The usual ones are understood without being
/// told; what else an account says can be named here, and is then read as the word that it stands
/// for. `raw` documents keep what the cloud said.
package struct Vocabulary: Hashable, Sendable {
    /// What a word may stand for.
    package enum Meaning: String, CaseIterable, Sendable {
        case operationFinished = "operation_finished"
        case operationFailed = "operation_failed"
        case stateRunning = "state_running"
        case statePaused = "state_paused"
        case stateFailed = "state_failed"
        case snapshotReady = "snapshot_ready"

        /// The word that it is read as.
        var word: String {
            switch self {
            case .operationFinished: "finished"
            case .operationFailed, .stateFailed: "failed"
            case .stateRunning: "running"
            case .statePaused: "paused"
            case .snapshotReady: "ready"
            }
        }

        /// What the setting says of an account, for people.
        package var summary: String {
            switch self {
            case .operationFinished: "an operation's status when it has ended well"
            case .operationFailed: "an operation's status when it has failed"
            case .stateRunning: "the state of a database that runs"
            case .statePaused: "the state of a database that is paused"
            case .stateFailed: "the state of a database that has failed"
            case .snapshotReady: "the status of a snapshot that can be used"
            }
        }
    }

    private var words: [Meaning: [String]] = [:]

    package init() {}

    /// Takes one setting written `operation_failed=failed,aborted`; the words are compared without
    /// regard to case.
    ///
    /// - Throws: `usage` for an unknown name, no word, or a word that already stands for another.
    package mutating func set(_ setting: String) throws(CloudError) {
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let meaning = Meaning(rawValue: name) else {
            let known = Meaning.allCases.map(\.rawValue)
            throw Self.mistake(
                "the client has no assumption `\(name)`\(Suggestion.phrase(for: name, among: known))",
                hint: "it has " + known.joined(separator: ", "))
        }
        let given = (parts.count > 1 ? parts[1] : "").split(separator: ",").map {
            $0.trimmingBlanks.lowercased()
        }.filter { !$0.isEmpty }
        guard !given.isEmpty else {
            throw Self.mistake(
                "the assumption `\(setting)` names no word",
                hint: "write for example `\(name)=\(meaning.word),done`")
        }
        for other in Meaning.allCases where other != meaning && other.kind == meaning.kind {
            guard let word = given.first(where: { words[other]?.contains($0) == true }) else {
                continue
            }
            throw Self.mistake(
                "`\(word)` cannot be both \(other.rawValue) and \(name)", hint: "name it once")
        }
        words[meaning] = given
    }

    /// Whether `set` knows the name of a setting.
    package static func knows(_ setting: String) -> Bool {
        Meaning(rawValue: String(setting.prefix { $0 != "=" })) != nil
    }

    func read(_ operation: Operation) -> Operation {
        var operation = operation
        operation.status = read(operation.status, [.operationFinished, .operationFailed])
        return operation
    }

    func read(_ status: DatabaseStatus) -> DatabaseStatus {
        var status = status
        status.state = read(status.state, [.stateRunning, .statePaused, .stateFailed])
        return status
    }

    func read(_ database: Database) -> Database {
        var database = database
        database.status = read(database.status)
        return database
    }

    func read(_ snapshot: Snapshot) -> Snapshot {
        var snapshot = snapshot
        snapshot.status = snapshot.status.map { read($0, [.snapshotReady]) }
        return snapshot
    }

    private func read(_ word: String, _ meanings: [Meaning]) -> String {
        let plain = word.lowercased()
        return meanings.first { words[$0]?.contains(plain) == true }?.word ?? word
    }

    private static func mistake(_ message: String, hint: String) -> CloudError {
        var error = CloudError(.usage, message, verb: "read")
        error.hint = hint
        return error
    }
}

extension Vocabulary.Meaning {
    /// Words of different kinds may be the same.
    fileprivate var kind: Substring { rawValue.prefix { $0 != "_" } }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
