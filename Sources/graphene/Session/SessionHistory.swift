import Diagnostics
import REPL
import ScriptCheck
import Synchronization

/// What was typed, in this session and in others; never a line that holds a secret.
final class SessionHistory: Sendable {
    private let file: HistoryFile?
    private let lines: Mutex<[String]>
    private let hasWarned = Mutex(false)

    /// Reads what was kept; a history that cannot be read is an empty one.
    init(_ file: HistoryFile?) {
        self.file = file
        lines = Mutex([])
        guard let file else { return }
        do throws(HistoryFile.Failure) {
            let kept = try file.load()
            lines.withLock { $0 = kept }
        } catch {
            warn(error)
        }
    }

    var all: [String] { lines.withLock { $0 } }

    /// Keeps an entry, unless it is the one before it or holds what is, or looks like, a secret.
    func add(_ entry: String, to reader: LineReader) {
        let isNew = lines.withLock { lines in
            guard lines.last != entry, Outgoing.hidden(entry) == entry, !entry.hasPrefix(" "),
                !SourceReport.holdsSecret(entry)
            else { return false }
            lines.append(entry)
            return true
        }
        guard isNew else { return }
        reader.remember(entry)
        do throws(HistoryFile.Failure) { try file?.append(entry) } catch { warn(error) }
    }

    /// The last so many entries, for `.history`.
    func last(_ count: Int) -> String {
        lines.withLock { $0.suffix(count) }.map { $0 + "\n" }.joined()
    }

    private func warn(_ failure: HistoryFile.Failure) {
        let isFirst = hasWarned.withLock { hasWarned in
            defer { hasWarned = true }
            return !hasWarned
        }
        if isFirst { StandardError.write("warning: " + Printable.line(failure.message)) }
    }
}
