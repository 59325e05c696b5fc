package import CLuaBridge

/// One Lua 5.4 state.
///
/// Values cross as encoded bytes: nothing of Lua's is seen from here. It belongs to the thread that
/// made it. Nothing it offers raises, and no frame of Swift's is on the stack when Lua jumps.
package final class LuaState {
    private let vm: OpaquePointer
    private let host: Unmanaged<HostBox>

    /// Opens a state with the base, string, table, math, utf8, coroutine and debug libraries.
    ///
    /// - Parameters:
    ///   - memoryLimit: Bytes of Lua heap; beyond it allocation fails inside Lua.
    ///   - messageLimit: Bytes of the arguments or results of one call.
    ///   - isPinned: Whether table order is to be the same in every process of this build; only one
    ///     such state can be open in a process.
    ///   - host: Whom the state asks; it must outlive it.
    /// - Throws: `noMemory`.
    package init(
        memoryLimit: Int, messageLimit: Int, isPinned: Bool, host: any LuaHost
    ) throws(LuaFailure) {
        let box = Unmanaged.passRetained(HostBox(host))
        var config = glua_config(
            memory_limit: memoryLimit, message_limit: messageLimit, is_pinned: isPinned)
        var callbacks = Self.callbacks(context: box.toOpaque())
        guard let vm = glua_open(&config, &callbacks) else {
            box.release()
            throw .noMemory
        }
        self.vm = vm
        self.host = box
    }

    deinit {
        glua_discard(vm)
        host.release()
    }

    package var memoryPeak: Int { glua_memory_peak(vm) }

    /// Bytes of addresses that a state with this limit takes up.
    package static func addressSpace(memoryLimit: Int) -> Int {
        glua_address_space(memoryLimit)
    }

    /// The signal handler that stops the pinned state at its next instruction of Lua.
    package static var interrupt: @convention(c) (Int32) -> Void { glua_interrupt }

    /// The signal handler that makes the pinned state listen at its next instruction of Lua.
    package static var callAttention: @convention(c) (Int32) -> Void { glua_call_attention }

    /// Gives a problem that Lua's own code meets the code and words that scripts see.
    package func setProblem(_ problem: glua_problem, code: String, message: String) {
        glua_set_problem(vm, problem, code, message)
    }

    /// Adds host function `number` to the primitives.
    package func setFunction(_ name: String, number: Int, maySuspend: Bool) throws(LuaFailure) {
        guard glua_set_function(vm, name, Int32(number), maySuspend) else { throw .noMemory }
    }

    /// Adds a value, encoded, to the primitives.
    package func setValue(_ name: String, encoded: [UInt8]) throws(LuaFailure) {
        guard glua_set_value(vm, name, encoded, encoded.count) else { throw .noMemory }
    }

    /// Runs a chunk of ours with the primitives as its argument.
    package func runPrelude(_ source: [UInt8]) throws(LuaFailure) {
        var message = glua_buffer(bytes: nil, count: 0, capacity: 0, limit: 4_096, failed: false)
        defer { free(&message) }
        guard glua_run_prelude(vm, source, source.count, &message) else {
            let text = String(decoding: Self.bytes(of: message), as: UTF8.self)
            throw text == "not enough memory" ? .noMemory : .prelude(text)
        }
    }

    /// Makes the first task, which calls the prelude's main function with the script.
    package func startMain(source: [UInt8], chunkName: String) throws(LuaFailure) -> LuaTask {
        guard let task = glua_start_main(vm, source, source.count, chunkName) else {
            throw .noMemory
        }
        return LuaTask(pointer: task)
    }

    package enum Wake {
        /// For a task's first turn, or to raise its mark.
        case plain
        /// The encoded outcome of what it waits for: a `LuaOutcome` byte, then the values or error.
        case answer(ArraySlice<UInt8>)
        case joined(LuaTask)
    }

    package enum Turn { case waits, ended, failed }

    /// Runs a task until it waits for something or ends.
    package func resume(_ task: LuaTask, _ wake: Wake) -> Turn {
        let outcome =
            switch wake {
            case .plain: glua_resume(vm, task.pointer, nil, 0, nil)
            case .joined(let other): glua_resume(vm, task.pointer, nil, 0, other.pointer)
            case .answer(let answer):
                answer.withUnsafeBufferPointer {
                    glua_resume(vm, task.pointer, $0.baseAddress, $0.count, nil)
                }
            }
        return switch outcome {
        case GLUA_WAITS: .waits
        case GLUA_ENDED: .ended
        default: .failed
        }
    }

    /// Takes an ended task's encoded results, or its encoded error; also an error when the results
    /// cannot be encoded.
    package func takeResults(of task: LuaTask, failed: Bool, limit: Int) -> (
        encoded: [UInt8], isError: Bool
    ) {
        var buffer = glua_buffer(bytes: nil, count: 0, capacity: 0, limit: limit, failed: false)
        defer { free(&buffer) }
        let isWhole = glua_take_results(vm, task.pointer, failed, &buffer)
        glua_release_task(vm, task.pointer)
        return (Array(Self.bytes(of: buffer)), failed || !isWhole)
    }

    /// Marks a task with an encoded error: every protected call in it lets go.
    package func mark(_ task: LuaTask, error: [UInt8]) {
        _ = glua_mark(vm, task.pointer, error, error.count)
    }

    /// Forgets that what ran was to stop, and what it has used; the task of this call loses its mark.
    package func renew(in call: LuaCall) { glua_renew(vm, call.task) }

    private static func bytes(of buffer: glua_buffer) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: buffer.bytes, count: buffer.count)
    }

    private func free(_ buffer: inout glua_buffer) { glua_free_buffer(&buffer) }

    private static func callbacks(context: UnsafeMutableRawPointer) -> glua_host {
        glua_host(
            context: context,
            invoke: { context, function, call in
                guard let context, let call else { return Int32(GLUA_RAISE) }
                return HostBox.from(context).host.call(Int(function), LuaCall(call)).status
            },
            spawned: { context, task in
                guard let context, let task else { return }
                HostBox.from(context).host.spawned(LuaTask(pointer: task))
            },
            join: { context, waiter, id, mustWait in
                guard let context, let waiter, let mustWait else { return nil }
                switch HostBox.from(context).host.join(Int(id), waiter: LuaTask(pointer: waiter)) {
                case .ended(let task): return task.pointer
                case .running:
                    mustWait.pointee = true
                    return nil
                case .unknown: return nil
                }
            },
            find: { context, id in
                context.flatMap { HostBox.from($0).host.task(Int(id))?.pointer }
            },
            marked: { context, task in
                guard let context, let task else { return }
                HostBox.from(context).host.marked(LuaTask(pointer: task))
            },
            stopped: { context, source, line, traceback in
                guard let context, let source, let traceback else { return }
                HostBox.from(context).host.stopped(
                    source: String(cString: source), line: Int(line),
                    traceback: String(cString: traceback))
            },
            listen: { context, source, line in
                guard let context, let source else { return }
                HostBox.from(context).host.listen(source: String(cString: source), line: Int(line))
            })
    }
}

private final class HostBox {
    unowned let host: any LuaHost
    init(_ host: any LuaHost) { self.host = host }
    static func from(_ context: UnsafeMutableRawPointer) -> HostBox {
        Unmanaged<HostBox>.fromOpaque(context).takeUnretainedValue()
    }
}
