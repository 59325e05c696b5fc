import CLinux
import DequeModule
import Glibc
import HeapModule
import Synchronization
package import Timekeeping

/// The one thread a run lives on: its executor, its clock, and the descriptors it watches.
///
/// Jobs run first in, first out. In virtual time the clock moves only when nothing is left to run and
/// nobody holds it (`holdTime`), and then straight to the next deadline, so that the same run takes
/// the same turns every time. Other threads may enqueue jobs; they run here all the same.
package final class RunLoop: TaskExecutor, RunClock, Sendable {
    package enum Time: Sendable {
        /// The machine's clock, read once and then followed monotonically: setting the clock back
        /// during a run changes nothing.
        case real
        case virtual(startingAt: Instant)
    }

    private struct State: ~Copyable {
        var jobs = Deque<UnownedJob>()
        var turnEndActions: [@Sendable () -> Void] = []
        var timers = Heap<Timer>()
        var nextTimer: UInt64 = 0
        var watches: [Watch] = []
        var nextWatch: UInt64 = 0
        var holds = 0
        var virtualNow: Instant?
        var isWakePending = false
        var isStopped = false
    }

    package enum Readiness: Sendable {
        /// There is something to read, or the end.
        case reading
        case writing
    }

    private struct Watch {
        var id: UInt64
        var descriptor: Int32
        var readiness: Readiness
        var handler: @Sendable () -> Void
    }

    private let state: Mutex<State>
    private let wakeDescriptor: Int32
    /// The loop's thread, once it runs; what happens on it needs no wake-up.
    private let thread = Atomic<UInt>(0)
    private let origin: (wall: Instant, monotonic: Int64)

    private init(time: Time) {
        var state = State()
        if case .virtual(let start) = time { state.virtualNow = start }
        self.state = Mutex(state)
        wakeDescriptor = glinux_event_counter()
        precondition(wakeDescriptor >= 0, "no descriptor left for the run's event queue")
        origin = (
            Instant(nanosecondsSince1970: Self.clock(CLOCK_REALTIME)), Self.clock(CLOCK_MONOTONIC)
        )
    }

    deinit { close(wakeDescriptor) }

    /// Runs `body` on a new loop's thread until it returns, with its child tasks on that thread too.
    package static func run<Result: Sendable>(
        in time: Time, _ body: @escaping @Sendable (RunLoop) async -> Result
    ) async -> Result {
        let loop = RunLoop(time: time)
        loop.start()
        let task = Task(executorPreference: loop) { await body(loop) }
        let result = await task.value
        loop.stop()
        return result
    }

    /// A loop in real time whose thread lives as long as the process.
    package static func background() -> RunLoop {
        let loop = RunLoop(time: .real)
        loop.start()
        return loop
    }

    // MARK: Jobs

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = state.withLock { state in
            state.jobs.append(job)
            defer { state.isWakePending = true }
            return !state.isWakePending
        }
        if mustWake { wake() }
    }

    /// Calls `action` once, on the loop's thread, as soon as no job is left to run, and before time
    /// moves: what many jobs have produced can then leave together.
    package func atTurnEnd(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.turnEndActions.append(action) }
        wake()
    }

    // MARK: Time

    package var now: Instant {
        state.withLock { $0.virtualNow }
            ?? Instant(
                nanosecondsSince1970: origin.wall.nanosecondsSince1970
                    + Self.clock(CLOCK_MONOTONIC) - origin.monotonic)
    }

    package var isVirtual: Bool { state.withLock { $0.virtualNow != nil } }

    package func sleep(until deadline: Instant) async throws(CancellationError) {
        guard deadline > now else {
            if Task.isCancelled { throw CancellationError() }
            return
        }
        let box = TimerBox()
        let isCancelled = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                guard box.begin(continuation) else { return }
                schedule(deadline, box)
            }
        } onCancel: {
            box.end(cancelled: true)
        }
        if isCancelled { throw CancellationError() }
    }

    /// Keeps virtual time where it is until `releaseTime`: somebody outside (the script process) is
    /// still at work at this instant.
    package func holdTime() { state.withLock { $0.holds += 1 } }

    package func releaseTime() {
        state.withLock { $0.holds -= 1 }
        wake()
    }

    // MARK: Descriptors

    /// Calls `handler` on the loop's thread whenever `descriptor` is ready.
    package func watch(
        _ descriptor: Int32, for readiness: Readiness = .reading,
        _ handler: @escaping @Sendable () -> Void
    ) {
        state.withLock { state in
            state.watches.append(
                Watch(
                    id: state.nextWatch, descriptor: descriptor, readiness: readiness,
                    handler: handler))
            state.nextWatch += 1
        }
        wake()
    }

    package func unwatch(_ descriptor: Int32, for readiness: Readiness = .reading) {
        state.withLock {
            $0.watches.removeAll { $0.descriptor == descriptor && $0.readiness == readiness }
        }
    }

    // MARK: The thread

    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<RunLoop>.fromOpaque(context).takeRetainedValue().runUntilStopped()
                return nil
            }, context)
        precondition(status == 0, "no thread left for the run")
        pthread_detach(thread)
    }

    private func stop() {
        state.withLock { $0.isStopped = true }
        wake()
    }

    private func runUntilStopped() {
        thread.store(Self.currentThread, ordering: .relaxed)
        let executor = asUnownedTaskExecutor()
        while true {
            while let job = nextJob() { job.runSynchronously(on: executor) }
            if endTurn() { continue }
            if state.withLock({ $0.isStopped }) { return }
            if fireTimers() { continue }
            waitForEvents()
        }
    }

    private func nextJob() -> UnownedJob? {
        state.withLock { state in
            let job = state.jobs.popFirst()
            // While jobs are left, enqueueing needs no wake-up: this thread will look again.
            state.isWakePending = job != nil
            return job
        }
    }

    private func endTurn() -> Bool {
        let actions = state.withLock { state in
            defer { state.turnEndActions = [] }
            return state.turnEndActions
        }
        for action in actions { action() }
        return !actions.isEmpty
    }

    /// Ends the sleeps that are due, in order of deadline, then of their beginning.
    private func fireTimers() -> Bool {
        let due = state.withLock { state -> [TimerBox] in
            var due: [TimerBox] = []
            while state.timers.min?.box.isOver == true { state.timers.removeMin() }
            if let now = state.virtualNow {
                guard state.jobs.isEmpty, state.turnEndActions.isEmpty, state.holds == 0 else {
                    return []
                }
                guard let first = state.timers.min else { return [] }
                state.virtualNow = max(now, first.deadline)
            }
            let now = state.virtualNow ?? realNow
            while let first = state.timers.min, first.deadline <= now {
                due.append(first.box)
                state.timers.removeMin()
            }
            return due
        }
        for box in due { box.end(cancelled: false) }
        return !due.isEmpty
    }

    private func waitForEvents() {
        let (watches, timeout) = state.withLock { state in (state.watches, pollTimeout(&state)) }
        guard let timeout else { return }
        var descriptors = [pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0)]
        for watch in watches {
            let events = Int16(watch.readiness == .reading ? POLLIN : POLLOUT)
            descriptors.append(pollfd(fd: watch.descriptor, events: events, revents: 0))
        }
        guard poll(&descriptors, timeout) > 0 else { return }
        if descriptors[0].revents != 0 {
            var count: UInt64 = 0
            _ = read(wakeDescriptor, &count, 8)
        }
        for (watch, descriptor) in zip(watches, descriptors.dropFirst())
        where descriptor.revents != 0 {
            // An earlier handler of this turn may have ended this watch and closed its descriptor.
            let isWatched = state.withLock { $0.watches.contains { $0.id == watch.id } }
            if isWatched { watch.handler() }
        }
    }

    /// Looks for a while before it falls asleep: who works for the loop in another process is often
    /// quicker than being woken is.
    private func poll(_ descriptors: inout [pollfd], _ timeout: Int64) -> Int32 {
        let count = UInt(descriptors.count)
        if Self.mayStayAwake, timeout < 0 || timeout > Self.attention {
            let deadline = Self.clock(CLOCK_MONOTONIC) + Self.attention
            repeat {
                let ready = glinux_poll(&descriptors, count, 0)
                if ready != 0 { return ready }
            } while Self.clock(CLOCK_MONOTONIC) < deadline
        }
        return glinux_poll(&descriptors, count, timeout)
    }

    /// Nanoseconds.
    private static let attention: Int64 = 40_000
    /// With one processor nobody could work meanwhile.
    private static let mayStayAwake = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1

    /// Nanoseconds to wait at most, negative for no limit, nil when there is something to do at once.
    private func pollTimeout(_ state: inout State) -> Int64? {
        guard state.jobs.isEmpty, state.turnEndActions.isEmpty, !state.isStopped else { return nil }
        guard state.virtualNow == nil, let first = state.timers.min else { return -1 }
        let left = first.deadline.nanosecondsSince1970 - realNow.nanosecondsSince1970
        return left <= 0 ? nil : left
    }

    private func schedule(_ deadline: Instant, _ box: TimerBox) {
        state.withLock { state in
            state.timers.insert(Timer(deadline: deadline, order: state.nextTimer, box: box))
            state.nextTimer += 1
        }
        wake()
    }

    private func wake() {
        guard thread.load(ordering: .relaxed) != Self.currentThread else { return }
        var one: UInt64 = 1
        _ = write(wakeDescriptor, &one, 8)
    }

    private static var currentThread: UInt { UInt(pthread_self()) }

    private var realNow: Instant {
        Instant(
            nanosecondsSince1970: origin.wall.nanosecondsSince1970
                + Self.clock(CLOCK_MONOTONIC) - origin.monotonic)
    }

    private static func clock(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
