import CLinux
import Glibc
import RunLoop
import ScriptWire
import Synchronization
import Timekeeping

/// What comes from a script process.
enum ConnectionEvent: Sendable {
    case message(ScriptMessage)
    /// It does what no script process of ours does; it is taken for hostile and ended.
    case misbehaved(Misbehaviour)
    /// It is gone: how, and what it had written to its stderr.
    case ended(ProcessEnd, errors: String)
    /// It used the processor time of an entry.
    case processorTimeOver
    /// It used more processor time than it gets even to stop.
    case processorTimeSpent
    /// It was told something that it must hear at once, and computes on without listening.
    case unresponsive
}

enum Misbehaviour: Hashable, Sendable {
    /// What it sent is no message.
    case garbage
    /// It asked for more at once than is ever looked at.
    case flood
    /// It lets answers pile up.
    case deaf
    /// It said that it waits, and goes on talking.
    case talkingInItsSleep
    /// It waits and there is nothing that could wake it.
    case waitingForNothing
    /// It neither waits nor computes, or never comes to wait: something has stopped it.
    case stuck
}

enum ProcessEnd: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
}

/// The channel to one script process, used on the run's thread.
///
/// Everything is non-blocking: a process that does not read cannot stop the host, and the host reads
/// whatever it still has to write. In virtual time messages are handed on only when the process waits
/// for all that was sent to it, so that how fast it runs cannot change the order of anything; and time
/// stands still until then.
final class ScriptConnection: Sendable {
    private struct State {
        var reader = FrameReader()
        var held: [ScriptMessage] = []
        var heldWeight = 0
        /// Messages for the next frame.
        var unframed: [[UInt8]] = []
        var unframedBytes = 0
        var outgoing: ArraySlice<UInt8> = []
        var framesSent: UInt64 = 0
        var framesRead: UInt64 = 0
        /// Effects and questions that have no answer yet.
        var unanswered = 0
        var errors: [UInt8] = []
        var isBusy = false
        var isWaitingToWrite = false
        var isAlarmSet = false
        var isClosed = false
        /// Processor time by which it must have listened.
        var attentionDeadline: Duration?
        /// Whether it is called until it waits, however often it has listened.
        var isInsisting = false
        /// Whether it is told that the processor time of its entry is over, until it waits.
        var hasTimeSpent = false
        /// Processor time when the entry under way began.
        var entryBegan = Duration.zero
        var isEntryOver = false

        var hasHeardAll: Bool { unframed.isEmpty && framesRead == framesSent }

        mutating func takeHeld() -> [ScriptMessage] {
            defer { (held, heldWeight) = ([], 0) }
            return held
        }

        mutating func closeFrame() {
            guard !unframed.isEmpty else { return }
            outgoing.append(contentsOf: Framing.frame(unframed))
            framesSent += 1
            unframed = []
            unframedBytes = 0
        }

        var processorTimeSeen = Duration.zero
        /// How many alarms in a row found it busy, and how many without any processor time gained.
        var busyAlarms = 0
        var stillAlarms = 0
    }

    private let child: Spawner.Child
    private let loop: RunLoop
    private let alarm: Int32
    /// Readable once the process has ended, whoever else may hold the channel open.
    private let ending: Int32
    private let limits: RunLimits
    /// Whether each entry of a session has the processor time for itself; the process then does not
    /// count it.
    private let countsEntries: Bool
    private let deliver: @Sendable (ConnectionEvent) -> Void
    private let state = Mutex(State())
    private static let errorLimit = 4_096
    /// More than a socket holds.
    private static let lastReadings = 64
    private static let alarmPeriod = Duration.milliseconds(50)
    private static let heldLimit = 20_000
    /// Bytes of what they ask for.
    private static let heldWeightLimit = 128 << 20
    /// Bytes of answers that wait to be read.
    private static let outgoingLimit = 128 << 20

    init(
        _ child: Spawner.Child, on loop: RunLoop, limits: RunLimits, countsEntries: Bool = false,
        deliver: @escaping @Sendable (ConnectionEvent) -> Void
    ) {
        self.child = child
        self.loop = loop
        self.limits = limits
        self.countsEntries = countsEntries
        self.deliver = deliver
        state.withLock { $0.framesSent = child.isPrepared ? 1 : 0 }
        alarm = glinux_alarm()
        ending = glinux_process_descriptor(child.process)
        loop.watch(child.channel) { [self] in readChannel() }
        loop.watch(child.errors) { [self] in readErrors() }
        loop.watch(alarm) { [self] in checkProcessorTime() }
        if ending >= 0 { loop.watch(ending) { [self] in processEnded() } }
        setBusy(true)
    }

    /// Interrupts what the process computes, and gives it a second of processor time to hear what was
    /// sent.
    ///
    /// One that is `insisting` goes on until the process waits for the next entry: what it runs may take
    /// the first for an error of its own, and it gets what a run gets to stop in.
    func expectAttention(insisting: Bool = false) {
        let deadline = processorTime + (insisting ? RunLimits.stopping : .seconds(1))
        state.withLock { state in
            guard state.isBusy || insisting else { return }
            (state.attentionDeadline, state.isInsisting) = (deadline, insisting)
        }
        // After what was sent has left.
        loop.atTurnEnd { [self] in callAttention() }
    }

    /// Sent again until it has listened: the words may have come after the signal.
    private func callAttention() {
        let mustCall = state.withLock { !$0.isClosed && $0.attentionDeadline != nil }
        if mustCall { Glibc.kill(child.process, SIGURG) }
    }

    /// Counts the processor time from here on.
    func beginEntry() {
        let used = processorTime
        state.withLock { state in
            (state.entryBegan, state.isEntryOver) = (used, false)
            (state.attentionDeadline, state.busyAlarms) = (nil, 0)
            (state.isInsisting, state.hasTimeSpent) = (false, false)
        }
    }

    /// Tells the process that the processor time of its entry is over.
    func endProcessorTime() {
        let deadline = processorTime + RunLimits.stopping
        let isOpen = state.withLock { state in
            (state.attentionDeadline, state.hasTimeSpent) = (deadline, true)
            return !state.isClosed
        }
        if isOpen { Glibc.kill(child.process, SIGXCPU) }
    }

    /// Processor time the script process has used so far.
    private var processorTime: Duration {
        .nanoseconds(max(0, glinux_processor_time(child.process)))
    }

    /// Sends a message, in one frame with what else is sent in this turn of the loop.
    ///
    /// - Returns: false, and sends nothing, when the message is larger than a frame may be.
    @discardableResult
    func send(_ message: HostMessage) -> Bool {
        var encoder = WireEncoder()
        encoder.message(message)
        let bytes = encoder.bytes
        let size = bytes.count + Framing.overhead
        guard size <= WireProtocol.frameLimit else { return false }
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            if state.unframedBytes + size > WireProtocol.frameLimit { state.closeFrame() }
            state.unframed.append(bytes)
            state.unframedBytes += size
            if case .answer = message { state.unanswered -= 1 }
            return state.unframed.count == 1
        }
        if isFirst {
            setBusy(true)
            loop.atTurnEnd { [self] in flush() }
        }
        return true
    }

    /// Ends the process, and all that it may have started, at once; its end is delivered as an event,
    /// and nothing after that.
    func kill() { end() }

    // MARK: Writing

    private func flush() {
        let mayWrite = state.withLock { state in
            state.closeFrame()
            return !state.isClosed && !state.isWaitingToWrite
        }
        if mayWrite { write() }
        if state.withLock({ $0.outgoing.count > Self.outgoingLimit }) { misbehave(.deaf) }
    }

    private func write() {
        let isDone = state.withLock { state in
            while !state.outgoing.isEmpty {
                let count = state.outgoing.withUnsafeBytes {
                    Glibc.send(child.channel, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count > 0 {
                    state.outgoing = state.outgoing.dropFirst(count)
                } else if count < 0, errno == EAGAIN {
                    return false
                } else if count < 0, errno == EINTR {
                    continue
                } else {
                    // Its end shows itself on the reading side.
                    state.outgoing = []
                }
            }
            state.outgoing = []
            return true
        }
        let wasWaiting = state.withLock { state in
            defer { state.isWaitingToWrite = !isDone }
            return state.isWaitingToWrite
        }
        if isDone, wasWaiting { loop.unwatch(child.channel, for: .writing) }
        if !isDone, !wasWaiting {
            loop.watch(child.channel, for: .writing) { [self] in write() }
        }
    }

    // MARK: Reading

    /// Reads once: what is left shows itself again, after everybody else had a turn.
    private func readChannel() {
        let count = withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            let count = read(child.channel, buffer.baseAddress, buffer.count)
            if count > 0 {
                state.withLock { $0.reader.append(.init(rebasing: buffer[..<count])) }
            }
            return count
        }
        if count > 0 {
            handOnFrames()
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            end()
        }
    }

    private func handOnFrames() {
        do throws(WireFailure) {
            while let payload = try nextFrame() {
                for message in try Framing.messages(of: payload) {
                    guard !state.withLock({ $0.isClosed }) else { return }
                    var decoder = WireDecoder(message)
                    let decoded = try decoder.scriptMessage()
                    try decoder.finish()
                    handOn(decoded)
                }
            }
        } catch {
            misbehave(.garbage)
        }
    }

    private func nextFrame() throws(WireFailure) -> [UInt8]? {
        var failure: WireFailure?
        let frame = state.withLock { state -> [UInt8]? in
            do throws(WireFailure) { return try state.reader.next() } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return frame
    }

    private func handOn(_ message: ScriptMessage) {
        // One that waits has read all there is, and speaks again only when it is spoken to.
        guard state.withLock({ $0.isBusy }) else { return misbehave(.talkingInItsSleep) }
        switch message {
        case .idle(let framesRead): heard(framesRead)
        case .effect, .abandon:
            if case .effect = message { state.withLock { $0.unanswered += 1 } }
            guard loop.isVirtual else { return deliver(.message(message)) }
            let isFull = state.withLock { state in
                state.held.append(message)
                if case .effect(let request) = message { state.heldWeight += request.weight }
                return state.held.count > Self.heldLimit
                    || state.heldWeight > Self.heldWeightLimit
            }
            if isFull { misbehave(.flood) }
        case .finished:
            let held = state.withLock { $0.takeHeld() }
            for message in held + [message] { deliver(.message(message)) }
            end()
        case .question:
            state.withLock { $0.unanswered += 1 }
            deliver(.message(message))
        case .stopping:
            state.withLock { if !$0.isInsisting { $0.attentionDeadline = nil } }
            deliver(.message(message))
        case .hello, .tell, .processorTimeSpent: deliver(.message(message))
        }
    }

    /// The process waits, having read so many frames.
    private func heard(_ framesRead: UInt64) {
        let held = state.withLock { state -> [ScriptMessage]? in
            state.framesRead = framesRead
            guard state.hasHeardAll else { return nil }
            (state.attentionDeadline, state.busyAlarms) = (nil, 0)
            (state.isInsisting, state.hasTimeSpent) = (false, false)
            return state.takeHeld()
        }
        guard let held else { return }
        guard state.withLock({ $0.unanswered > 0 }) else { return misbehave(.waitingForNothing) }
        for message in held { deliver(.message(message)) }
        setBusy(false)
    }

    private func readErrors() {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(child.errors, &bytes, bytes.count)
        guard count > 0 else {
            if count == 0 || (errno != EAGAIN && errno != EINTR) { loop.unwatch(child.errors) }
            return
        }
        state.withLock { state in
            state.errors.append(
                contentsOf: bytes[..<min(count, Self.errorLimit - state.errors.count)])
        }
    }

    // MARK: The end

    private func misbehave(_ how: Misbehaviour) {
        deliver(.misbehaved(how))
        end()
    }

    /// Takes what it had still written; one that it left behind may hold the channel open for good,
    /// and even write to it.
    private func processEnded() {
        for _ in 0..<Self.lastReadings where !state.withLock({ $0.isClosed }) { readChannel() }
        end()
    }

    private func end() {
        let wasClosed = state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed
        }
        guard !wasClosed else { return }
        // It leads a process group of its own; both, lest it never came to that.
        Glibc.kill(-child.process, SIGKILL)
        Glibc.kill(child.process, SIGKILL)
        var status: Int32 = 0
        while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
        readErrors()
        setBusy(false)
        for descriptor in [child.channel, child.errors, alarm, ending] where descriptor >= 0 {
            loop.unwatch(descriptor)
            loop.unwatch(descriptor, for: .writing)
            close(descriptor)
        }
        let signal = status & 0x7f
        let errors = state.withLock { String(decoding: $0.errors, as: UTF8.self) }
        deliver(
            .ended(signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal), errors: errors))
    }

    // MARK: Processor time

    private func setBusy(_ isBusy: Bool) {
        let (changed, mustSetAlarm) = state.withLock { state in
            defer { state.isBusy = isBusy }
            let mustSetAlarm = isBusy && !state.isAlarmSet
            if mustSetAlarm { state.isAlarmSet = true }
            return (state.isBusy != isBusy, mustSetAlarm)
        }
        if changed { isBusy ? loop.holdTime() : loop.releaseTime() }
        if mustSetAlarm { glinux_set_alarm(alarm, Self.alarmPeriod.nanoseconds) }
    }

    /// Looks now and then while the process is at work; one that waits for the cloud costs nothing.
    private func checkProcessorTime() {
        let used = processorTime
        let ofEntry = used - state.withLock { $0.entryBegan }
        if countsEntries, ofEntry > limits.processorTime { entryIsOver() }
        if ofEntry > limits.processorTime + RunLimits.stopping { deliver(.processorTimeSpent) }
        let (deadline, still, busy) = state.withLock { state in
            let isStill = state.isBusy && used == state.processorTimeSeen
            state.stillAlarms = isStill ? state.stillAlarms + 1 : 0
            state.busyAlarms = state.isBusy ? state.busyAlarms + 1 : 0
            state.processorTimeSeen = used
            return (state.attentionDeadline, state.stillAlarms, state.busyAlarms)
        }
        if let deadline, used > deadline { deliver(.unresponsive) }
        if state.withLock({ !$0.isClosed && $0.hasTimeSpent }) {
            // What it runs may have taken the first for an error of its own.
            Glibc.kill(child.process, SIGXCPU)
        }
        callAttention()
        let isStill = Self.alarmPeriod * still > limits.silence
        // Computing may go slowly on a machine at work, but not this slowly.
        let isEndless = Self.alarmPeriod * busy > limits.silence + limits.processorTime * 10
        if isStill || isEndless { return misbehave(.stuck) }
        let (isBusy, isEntryOver) = state.withLock { state in
            state.isAlarmSet = state.isBusy
            return (state.isBusy, state.isEntryOver)
        }
        // Near its end the processor time is looked at just when it may be over.
        let grace = countsEntries && !isEntryOver ? Duration.zero : RunLimits.stopping
        let left = limits.processorTime + grace - ofEntry
        let pause = min(Self.alarmPeriod, max(.milliseconds(1), left))
        glinux_set_alarm(alarm, isBusy ? pause.nanoseconds : 0)
    }

    private func entryIsOver() {
        let isFirst = state.withLock { state in
            defer { state.isEntryOver = true }
            return !state.isEntryOver
        }
        if isFirst { deliver(.processorTimeOver) }
    }
}
