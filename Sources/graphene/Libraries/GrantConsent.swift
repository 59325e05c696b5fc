import Diagnostics
import Glibc
import ScriptAPI
import ScriptLibrary

/// The yes of a person that every new grant wants.
enum GrantConsent {
    /// Goes on when somebody agrees to all that is granted anew.
    ///
    /// What the command line names is agreed to by `--yes`; what it does not name only at a terminal.
    ///
    /// - Throws: `confirmation_required`; nothing was changed then.
    static func obtain(for change: LockChange, _ options: ConsentOptions) throws {
        let more = change.grantsMore
        guard !more.isEmpty else { return }
        let named = try Grant.list(options.allow)
        let unnamed = more.filter { !$0.newGrants.allSatisfy(named.contains) }
        if options.yes, unnamed.isEmpty { return }
        let phrases = (options.yes ? unnamed : more).map { item in
            "\(item.new?.title ?? "") may \(item.newGrants.phrase)"
        }
        guard isatty(0) == 1, isatty(2) == 1 else {
            let all = Grant.allCases.filter { grant in
                more.contains { $0.newGrants.contains(grant) }
            }
            throw LibraryError(
                .confirmationRequired,
                "nobody has agreed that \(phrases.joined(separator: ", and that ")); nothing was "
                    + "changed",
                hint: "if it is meant, add `--allow \(all.map(\.rawValue).joined(separator: ",")) "
                    + "--yes`")
        }
        guard ask("agree that \(phrases.joined(separator: ", and that "))? [y/N]") else {
            throw LibraryError(
                .confirmationRequired, "not agreed to; nothing was changed",
                hint: "`--allow` says what a library may do; `--allow none` grants nothing")
        }
    }

    /// Asks at the terminal; the end of input is a no.
    private static func ask(_ question: String) -> Bool {
        StandardError.ask(question)
        guard let answer = Standstill.during({ readLine() }) else {
            StandardError.endLine()
            return false
        }
        return ["y", "yes"].contains(answer.lowercased().filter { !$0.isWhitespace })
    }
}
