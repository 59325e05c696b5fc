import CLuaBridge
import Glibc
package import LuaRuntime
import ScriptWire

/// The script process, on one thread, in one loop.
///
/// It runs every ready task until it waits, sends what they asked for in one frame, and blocks for
/// answers.
///
/// It knows no cloud: what scripts may ask for, and all Lua that runs before them, comes from the host.
package final class ScriptProcess: LuaHost {
    private let channel: HostChannel
    private var outbox: [[UInt8]] = []
    private var outboxBytes = 0
    /// What the script has told since it last waited.
    private var tellsOfTurn = 0
    private var ready: [(task: LuaTask, wake: LuaState.Wake)] = []
    private var tasks: [Int: LuaTask] = [:]
    /// Effects under way, by id: who waits for each.
    private var waiting: [UInt64: Int] = [:]
    private var effectOf: [Int: UInt64] = [:]
    /// Ended tasks nobody has asked for yet, and who waits for which task.
    private var ended: [Int: LuaTask] = [:]
    private var joiners: [Int: Int] = [:]
    private var nextID: UInt64 = 0
    private var turn: Int64 = 0
    private var cancellation: [UInt8]?
    private var main: Int = 0
    private var state: LuaState?
    private var processorTimeError = WireValue.null
    private let missing: [String]

    /// - Parameters:
    ///   - channel: To the host.
    ///   - missing: The layers of confinement that this process lacks, each with why.
    package init(channel: HostChannel, missing: [String] = []) {
        self.channel = channel
        self.missing = missing
    }

    /// Bytes of addresses that a script process needs for so much Lua heap.
    package static func addressSpace(memoryLimit: Int) -> Int {
        // The executable, frames on their way in and out, and what Swift keeps.
        LuaState.addressSpace(memoryLimit: memoryLimit) + 192 << 20
    }

    /// The signal handler for when the processor time is over.
    package static var interrupt: @convention(c) (Int32) -> Void { LuaState.interrupt }

    /// The signal handler for when the host wants to be listened to before the script waits.
    package static var callAttention: @convention(c) (Int32) -> Void { LuaState.callAttention }

    /// Serves one run: greets, takes the script, runs it to its end, and reports.
    package func run() throws(ChannelFailure) {
        send(.hello(protocol: WireProtocol.version, missing: missing))
        try flush()
        var messages = try channel.readMessages()[...]
        guard case .prepare(let preparation) = try decodedFirst(of: &messages) else {
            throw .protocolBroken
        }
        do { try prepare(preparation) } catch { return try end(error) }
        if messages.isEmpty { messages = try channel.readMessages()[...] }
        guard case .start(let start) = try decodedFirst(of: &messages) else {
            throw .protocolBroken
        }
        do { try begin(start) } catch { return try end(error) }
        try handle(messages)
        try serve()
    }

    private func decodedFirst(
        of messages: inout ArraySlice<ArraySlice<UInt8>>
    ) throws(ChannelFailure) -> HostMessage {
        guard let message = messages.popFirst() else { throw .protocolBroken }
        return try decoded(message)
    }

    private func decoded(_ message: ArraySlice<UInt8>) throws(ChannelFailure) -> HostMessage {
        try ChannelFailure.wrap { () throws(WireFailure) in
            var decoder = WireDecoder(message)
            return try decoder.hostMessage()
        }
    }

    // MARK: Start

    private func prepare(_ preparation: ScriptPreparation) throws(LuaFailure) {
        let state = try LuaState(
            memoryLimit: Int(clamping: preparation.memoryLimit),
            messageLimit: WireProtocol.frameLimit / 2,
            isPinned: channel.isPinned, host: self)
        self.state = state
        Problems.describe(in: state)
        for function in Primitive.allCases {
            try state.setFunction(
                function.rawValue, number: function.number, maySuspend: function == .perform)
        }
        try run(preparation.prelude, preparation.values, in: state)
    }

    private func run(
        _ prelude: [ScriptChunk], _ values: WireMap, in state: LuaState
    ) throws(LuaFailure) {
        for entry in values.entries {
            guard let name = entry.key.text else { continue }
            var encoder = WireEncoder()
            encoder.value(entry.value)
            try state.setValue(name, encoded: encoder.bytes)
        }
        for chunk in prelude { try state.runPrelude(chunk.source) }
    }

    private func begin(_ start: ScriptStart) throws(LuaFailure) {
        guard let state else { return }
        processorTimeError = start.processorTimeError
        try run(start.prelude, start.values, in: state)
        let task = try state.startMain(source: start.script.source, chunkName: start.script.name)
        main = task.id
        tasks[task.id] = task
        ready.append((task, .plain))
    }

    // MARK: The loop

    private func serve() throws(ChannelFailure) {
        while true {
            while !ready.isEmpty {
                if try runReadyTasks() { return }
            }
            if waiting.isEmpty {
                // Nothing can wake anyone: only a join in a circle gets here.
                return try end(.prelude("every task waits for another one"))
            }
            send(.idle(framesRead: channel.framesRead))
            tellsOfTurn = 0
            try flush()
            try handle(channel.readMessages())
            turn += 1
        }
    }

    /// Gives each ready task its turn; true when the script is over.
    private func runReadyTasks() throws(ChannelFailure) -> Bool {
        guard let state else { return true }
        let turns = ready
        ready = []
        for (task, wake) in turns {
            switch state.resume(task, wake) {
            case .waits: continue
            case .ended: if taskEnded(task, failed: false) { return true }
            case .failed: if taskEnded(task, failed: true) { return true }
            }
        }
        return false
    }

    private func taskEnded(_ task: LuaTask, failed: Bool) -> Bool {
        guard let state else { return true }
        let id = task.id
        tasks[id] = nil
        if id == main {
            let limit = WireProtocol.frameLimit / 2
            let (encoded, isError) = state.takeResults(of: task, failed: failed, limit: limit)
            var encoder = WireEncoder()
            encoder.finishedHeader(memoryPeak: UInt64(state.memoryPeak), isError: isError)
            encoder.raw(encoded)
            enqueue(encoder.bytes)
            _ = try? flush()
            return true
        }
        guard let waiter = joiners.removeValue(forKey: id), let waiting = tasks[waiter] else {
            ended[id] = task
            return false
        }
        ready.append((waiting, .joined(task)))
        return false
    }

    private func handle(_ messages: some Sequence<ArraySlice<UInt8>>) throws(ChannelFailure) {
        for message in messages { try handle(message) }
    }

    /// The place is the script's line where it was stopped for this message.
    private func handle(
        _ message: ArraySlice<UInt8>, at place: (source: String, line: UInt32) = ("", 0)
    ) throws(ChannelFailure) {
        // An answer is not decoded here: Lua reads it as it came.
        if let (id, answer) = try ChannelFailure.wrap({ () throws(WireFailure) in
            try RawAnswer.read(message)
        }) {
            guard let id = waiting.removeValue(forKey: id), let task = tasks[id] else { return }
            effectOf[id] = nil
            ready.append((task, .answer(answer)))
            return
        }
        guard case .cancel(let error) = try decoded(message) else { return }
        cancelAll(error)
        send(.stopping(source: place.source, line: place.line))
        try flush()
    }

    private func cancelAll(_ error: WireValue) {
        var encoder = WireEncoder()
        encoder.value(error)
        cancellation = encoder.bytes
        for id in tasks.keys.sorted() {
            if let task = tasks[id] { state?.mark(task, error: encoder.bytes) }
        }
    }

    // MARK: Messages

    private func send(_ message: ScriptMessage) {
        var encoder = WireEncoder()
        encoder.message(message)
        enqueue(encoder.bytes)
    }

    /// Puts a message into the next frame, which goes at once when it is large: what one turn says
    /// must neither pile up here, outside of the memory limit, nor pass a frame's own limit.
    private func enqueue(_ message: [UInt8]) {
        outbox.append(message)
        outboxBytes += message.count
        guard outboxBytes > 64 << 10 else { return }
        // A host that is gone is noticed at the next reading.
        do { try flush() } catch { outbox = [] }
    }

    /// Sends what a script says before it computes on, perhaps for long or into its end; of very much
    /// only the beginning goes piece by piece.
    private func letOut() {
        tellsOfTurn += 1
        guard tellsOfTurn <= 64 else { return }
        // A host that is gone is noticed at the next reading.
        do { try flush() } catch { outbox = [] }
    }

    private func flush() throws(ChannelFailure) {
        guard !outbox.isEmpty else { return }
        let messages = outbox
        outbox = []
        outboxBytes = 0
        try channel.write(messages)
    }

    /// Ends a run that its script did not end.
    ///
    /// What is a bug of ours is not told as an error of the run's: a script could end with the same one.
    private func end(_ failure: LuaFailure) throws(ChannelFailure) {
        switch failure {
        case .prelude(let message):
            try flush()
            throw .cannotGoOn(message)
        case .noMemory:
            let fields = WireMap([
                .init(key: "code", value: "memory_limit"),
                .init(
                    key: "message", value: "the memory limit is too small to start a script"),
            ])
            let peak = UInt64(state?.memoryPeak ?? 0)
            send(.finished(.error(.map(fields)), memoryPeak: peak))
            try flush()
        }
    }

    // MARK: LuaHost

    package func call(_ function: Int, _ call: LuaCall) -> LuaOutcome {
        switch Primitive(number: function) {
        case .perform: return perform(call)
        case .ask: return ask(call)
        case .tell:
            var encoder = WireEncoder()
            encoder.tellHeader()
            encoder.raw(call.arguments)
            enqueue(encoder.bytes)
            letOut()
            call.append([0])
            return .returned
        case .turn:
            var encoder = WireEncoder()
            encoder.values([.integer(turn)])
            call.append(encoder.bytes)
            return .returned
        case .renew:
            cancellation = nil
            state?.renew(in: call)
            call.append([0])
            return .returned
        case nil: return .raised
        }
    }

    private func perform(_ call: LuaCall) -> LuaOutcome {
        nextID += 1
        var encoder = WireEncoder()
        encoder.effectHeader(
            id: nextID, task: UInt64(call.taskID), source: call.source, line: UInt32(call.line),
            owner: call.owner, isCleanup: call.isCleanup)
        encoder.raw(call.arguments)
        enqueue(encoder.bytes)
        waiting[nextID] = call.taskID
        effectOf[call.taskID] = nextID
        return .suspended
    }

    /// Blocks for one answer; what else arrives meanwhile is kept for the loop.
    private func ask(_ call: LuaCall) -> LuaOutcome {
        nextID += 1
        var encoder = WireEncoder()
        encoder.questionHeader(id: nextID)
        encoder.raw(call.arguments)
        enqueue(encoder.bytes)
        do {
            try flush()
            while true {
                for message in try channel.readMessages(soon: true) {
                    let answer = try ChannelFailure.wrap { () throws(WireFailure) in
                        try RawAnswer.read(message)
                    }
                    guard let answer, answer.id == nextID else {
                        try handle(message)
                        continue
                    }
                    call.append(answer.bytes.dropFirst())
                    return answer.bytes.first == 0 ? .returned : .raised
                }
            }
        } catch {
            // The host is gone; there is nobody left to run for.
            exit(ExitCode.hostGone)
        }
    }

    package func spawned(_ task: LuaTask) {
        tasks[task.id] = task
        if let cancellation { state?.mark(task, error: cancellation) }
        ready.append((task, .plain))
    }

    package func join(_ id: Int, waiter: LuaTask) -> LuaJoin {
        if let task = ended.removeValue(forKey: id) { return .ended(task) }
        guard tasks[id] != nil, id != waiter.id, joiners[id] == nil else { return .unknown }
        joiners[id] = waiter.id
        return .running
    }

    package func task(_ id: Int) -> LuaTask? { tasks[id] }

    package func stopped(source: String, line: Int, traceback: String) {
        let line = UInt32(clamping: line)
        send(.processorTimeSpent(source: source, line: line, traceback: traceback))
        // A host that is gone is noticed at the next reading.
        try? flush()
        guard case .map(let fields) = processorTimeError else { return }
        let place: [WireMap.Entry] = [
            .init(key: "script", value: .text(source)),
            .init(key: "line", value: .integer(Int64(line))),
            .init(key: "traceback", value: .text(traceback)),
        ]
        cancelAll(.map(WireMap(fields.entries + place)))
    }

    package func listen(source: String, line: Int) {
        do {
            for message in try channel.messagesAtHand() {
                try handle(message, at: (source, UInt32(clamping: line)))
            }
        } catch {
            // The host is gone; there is nobody left to run for.
            exit(ExitCode.hostGone)
        }
    }

    /// A marked task stops waiting; the host is told when that was for an effect.
    package func marked(_ task: LuaTask) {
        guard task.mayBeWoken else { return }
        if let effect = effectOf.removeValue(forKey: task.id) {
            waiting[effect] = nil
            send(.abandon(id: effect))
            ready.append((task, .plain))
        } else if let joined = joiners.first(where: { $0.value == task.id })?.key {
            joiners[joined] = nil
            ready.append((task, .plain))
        }
    }
}
