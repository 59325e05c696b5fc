import CloudClient
package import ScriptAPI

/// A change that a person is asked about, as the host has read it.
package struct ChangeQuestion: Hashable, Sendable {
    /// The function's name: `pause`.
    package var verb: String
    /// What it is done to, in full: `production/orders`.
    package var target: String
    /// What it makes, or the rest of what it is about.
    package var detail: String?
    package var effect: EffectClass

    /// As a phrase: `clone production/orders to dr/orders`.
    package var what: String { "\(verb) \(target)" + (detail.map { " " + $0 } ?? "") }
}

/// Asks a person before a change leaves.
package protocol ChangeAsker: Sendable {
    /// Returns whether it may be made; throws when it was given up meanwhile.
    func ask(_ question: ChangeQuestion) async throws(CancellationError) -> Bool
}

extension ChangeQuestion {
    init(_ change: JudgedChange, _ request: ProposedChange.OwnRequest?) {
        verb = change.verb.rawValue
        effect = change.effect
        var subjects = change.databases.map(\.reference)
        if let request {
            target = "\(request.method.rawValue) \(request.path)"
            detail = subjects.isEmpty ? nil : "(\(subjects.joined(separator: ", ")))"
            return
        }
        let making = change.making?.reference
        target = subjects.isEmpty ? making ?? "the account" : subjects.removeFirst()
        if let making, making != target {
            detail = "to \(making)"
        } else if !subjects.isEmpty {
            detail = "with \(subjects.joined(separator: ", "))"
        }
    }
}
