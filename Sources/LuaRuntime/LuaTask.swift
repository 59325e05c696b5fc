import CLuaBridge

/// A coroutine that the scheduler runs, valid until its results are taken or joined.
package struct LuaTask {
    let pointer: OpaquePointer

    package var id: Int { Int(glua_task_id(pointer)) }

    /// Whether its mark may be raised in it now: it has one, was not told, and runs no handler.
    package var mayBeWoken: Bool { glua_may_be_woken(pointer) }
}

/// What the state asks of whoever owns it; called while Lua runs, so it must not resume anything.
package protocol LuaHost: AnyObject {
    /// Runs a host function.
    func call(_ function: Int, _ call: LuaCall) -> LuaOutcome
    /// Notes a new task, which is ready to run.
    func spawned(_ task: LuaTask)
    /// Says how task `id` stands; a running one wakes `waiter` when it has ended.
    func join(_ id: Int, waiter: LuaTask) -> LuaJoin
    func task(_ id: Int) -> LuaTask?
    /// Notes that the script has marked a task.
    func marked(_ task: LuaTask)
    /// Notes that the processor time is over, and where; it marks the tasks.
    func stopped(source: String, line: Int, traceback: String)
    /// Takes in what it was told meanwhile, for which the script, at this line, was stopped.
    func listen(source: String, line: Int)
}

package enum LuaJoin {
    case ended(LuaTask)
    case running, unknown
}

/// How a host function ends.
package enum LuaOutcome {
    /// With the values it has appended, encoded behind their count.
    case returned
    /// The task waits; it is resumed with an answer.
    case suspended
    /// With the error it has appended, encoded.
    case raised

    var status: Int32 {
        switch self {
        case .returned: Int32(GLUA_RETURN)
        case .suspended: Int32(GLUA_SUSPEND)
        case .raised: Int32(GLUA_RAISE)
        }
    }
}

/// One call of a host function, valid until it returns.
package struct LuaCall {
    private let call: UnsafeMutablePointer<glua_call>

    init(_ call: UnsafeMutablePointer<glua_call>) { self.call = call }

    var task: OpaquePointer? { call.pointee.task }
    package var taskID: Int { call.pointee.task.map { Int(glua_task_id($0)) } ?? 0 }
    /// A count and that many encoded values.
    package var arguments: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: call.pointee.arguments, count: call.pointee.arguments_count)
    }
    /// The script's chunk name and line; empty and 0 where no frame is the script's.
    package var source: String { call.pointee.source.map { String(cString: $0) } ?? "" }
    package var line: Int { Int(call.pointee.line) }
    /// The owner of the module whose function of ours asks; 0 for none.
    package var owner: UInt64 { UInt64(clamping: call.pointee.owner) }
    package var isCleanup: Bool { call.pointee.is_cleanup }

    /// Appends to what the call returns or raises.
    package func append(_ bytes: some Collection<UInt8>) {
        let isContiguous: Void? = bytes.withContiguousStorageIfAvailable { bytes in
            _ = glua_append(call.pointee.results, bytes.baseAddress, bytes.count)
        }
        if isContiguous == nil { append(Array(bytes)) }
    }
}

/// Why a state cannot be opened or prepared.
package enum LuaFailure: Error, Hashable {
    case noMemory
    case prelude(String)
}
