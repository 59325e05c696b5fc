import Synchronization
package import Timekeeping

/// A clock that remembers for how long it was asked to sleep.
package final class RecordingClock: RunClock {
    private let base: any RunClock
    private let sleeps = Mutex<[Duration]>([])

    package init(_ base: any RunClock) { self.base = base }

    package var now: Instant { base.now }

    /// Every sleep, in the order in which they began.
    package var slept: [Duration] { sleeps.withLock { $0 } }

    package func sleep(until deadline: Instant) async throws(CancellationError) {
        let duration = deadline - now
        sleeps.withLock { $0.append(duration) }
        try await base.sleep(until: deadline)
    }
}

/// Collects what happens, from any task.
package final class Recorder<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    package init() {}

    package var all: [Element] { elements.withLock { $0 } }

    package func record(_ element: Element) { elements.withLock { $0.append(element) } }
}
