import Synchronization

/// Names the copies that a run makes without saying how they should be called.
///
/// The names depend only on the run and on the order of asking, so a run that is taken up again
/// finds its own copies.
package final class CopyNames: Sendable {
    private let shortID: String
    private let counts = Mutex<[String: Int]>([:])

    package init(shortID: String) { self.shortID = shortID }

    /// Returns `<name, cut to 18>_<short_id>`, then the same with `_2`, `_3`, …
    package func next(for name: String) -> String {
        let base = "\(name.prefix(18))_\(shortID)"
        let count = counts.withLock { counts in
            counts[base, default: 0] += 1
            return counts[base, default: 1]
        }
        return count == 1 ? base : "\(base)_\(count)"
    }
}
