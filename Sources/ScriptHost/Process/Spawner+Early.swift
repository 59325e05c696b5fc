import Glibc
import ScriptWire
import Synchronization

/// A script process that starts while it is being found out what to run.
extension Spawner {
    /// A process that was started before it was known what it is for.
    private struct Early: Sendable {
        let words: [String]
        let child: Task<Result<Child, RunFailure>, Never>
    }

    private static let early = Mutex<Early?>(nil)

    /// Starts a script process with the usual limits, and prepares it, for the first `spawn` that asks
    /// for one like it.
    static func spawnEarly(_ executable: String) {
        let limits = RunLimits()
        let words = words(limits, more: [])
        let child = Task(executorPreference: thread) {
            start(executable, words).map { prepared($0, limits) }
        }
        early.withLock { $0 = Early(words: [executable] + words, child: child) }
    }

    /// Ends the process that was started early, if nobody has taken it.
    static func endEarly() async {
        if case .success(let child) = await forgetEarly()?.child.value { end(child) }
    }

    /// The process that was started early, if it is what these words start; another one is ended.
    static func takeEarly(_ words: [String]) async -> Child? {
        guard let early = forgetEarly(), case .success(let child) = await early.child.value else {
            return nil
        }
        if child.isPrepared, early.words == words { return child }
        end(child)
        return nil
    }

    private static func forgetEarly() -> Early? {
        early.withLock { early in
            defer { early = nil }
            return early
        }
    }

    private static func prepared(_ child: Child, _ limits: RunLimits) -> Child {
        var encoder = WireEncoder()
        encoder.message(.prepare(RunSession.preparation(limits)))
        let frame = Framing.frame([encoder.bytes])
        var child = child
        // The socket takes it whole before anybody reads; where not, the process is of no use.
        child.isPrepared =
            Glibc.send(child.channel, frame, frame.count, Int32(MSG_NOSIGNAL)) == frame.count
        return child
    }

    /// Ends a process that has been given no script.
    private static func end(_ child: Child) {
        close(child.channel)
        close(child.errors)
        kill(child.process, SIGKILL)
        while waitpid(child.process, nil, 0) < 0, errno == EINTR {}
    }
}
