import CLuaBridge
import LuaRuntime
import ScriptWire

/// The host functions of the script process; everything else a script can do is Lua.
enum Primitive: String, CaseIterable {
    /// Asks for an effect; the task waits.
    case perform
    /// Asks for a pure answer; the process waits.
    case ask
    /// Tells something that needs no answer.
    case tell
    /// Counts the batches of answers so far: within one, no time passes for a script.
    case turn
    /// Begins something new: nothing is to stop any more, and what was used is forgotten.
    case renew

    var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    init?(number: Int) {
        guard Self.allCases.indices.contains(number) else { return nil }
        self = Self.allCases[number]
    }
}

/// The words for what goes wrong below Swift.
enum Problems {
    static func describe(in state: LuaState) {
        let cannotWait =
            "cannot wait here: Lua cannot yield inside a table.sort comparator, a string.gsub "
            + "callback, an xpcall handler or coroutine.close"
        state.setProblem(GLUA_CANNOT_WAIT, code: "usage", message: cannotWait)
        state.setProblem(
            GLUA_TOO_DEEP, code: "usage",
            message: "a value nested more than \(WireDecoder.maximumDepth) tables deep cannot be "
                + "passed to the host")
        state.setProblem(
            GLUA_CYCLE, code: "usage",
            message: "a table that contains itself cannot be passed to the host")
        state.setProblem(
            GLUA_TOO_LARGE, code: "limit_exceeded",
            message:
                "what is passed to the host is larger than \(WireProtocol.frameLimit >> 21) MB "
                + "or holds more than 200,000 values")
        state.setProblem(
            GLUA_BAD_KEY, code: "usage",
            message: "a table passed to the host has a key that is neither a string nor an integer")
        state.setProblem(
            GLUA_MEMORY, code: "memory_limit",
            message:
                "not enough memory: keep less at a time, raise the cap with `--memory`, or look "
                + "for a function that calls itself without end")
        state.setProblem(
            GLUA_CLOSE_DEPTH, code: "usage", message: "coroutine.close is nested too deeply")
        state.setProblem(
            GLUA_BAD_ANSWER, code: "internal", message: "the host's answer cannot be read")
        state.setProblem(
            GLUA_NO_TASK, code: "internal", message: "there is no such task to wait for")
    }
}

/// An answer as it came over the wire.
enum RawAnswer {
    /// Reads an answer's id and leaves the rest encoded (a `LuaOutcome` byte, then the values or the
    /// error); nil when the message is another one.
    static func read(_ message: ArraySlice<UInt8>) throws(WireFailure) -> (
        id: UInt64, bytes: ArraySlice<UInt8>
    )? {
        guard message.first == 1 else { return nil }
        var decoder = WireDecoder(message.dropFirst())
        let id = try decoder.count()
        return (id, decoder.rest)
    }
}
