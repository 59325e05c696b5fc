/// What the host tells the script process.
package enum HostMessage: Hashable, Sendable {
    /// The first message: what comes before any script.
    case prepare(ScriptPreparation)
    case start(ScriptStart)
    /// The end of an effect or of a question.
    case answer(id: UInt64, Answer)
    /// Stop: every task is marked with this error.
    case cancel(WireValue)
}

/// How an effect ended, for the script that asked for it.
package enum Answer: Hashable, Sendable {
    case values([WireValue])
    case error(WireValue)
}

/// A piece of Lua.
package struct ScriptChunk: Hashable, Sendable {
    package var name: String
    package var source: [UInt8]

    package init(name: String, source: [UInt8]) {
        self.name = name
        self.source = source
    }
}

/// What is the same for every script, so that a script process can be given it ahead of one.
package struct ScriptPreparation: Hashable, Sendable {
    /// The Lua that runs before the script, in this order, with the primitives as its argument.
    package var prelude: [ScriptChunk]
    /// Fields of the primitives' table.
    package var values: WireMap
    /// Bytes of Lua heap.
    package var memoryLimit: UInt64

    package init(prelude: [ScriptChunk], values: WireMap, memoryLimit: UInt64) {
        self.prelude = prelude
        self.values = values
        self.memoryLimit = memoryLimit
    }
}

/// All that the script process learns of its run.
package struct ScriptStart: Hashable, Sendable {
    /// More Lua to run before the script.
    package var prelude: [ScriptChunk]
    /// More fields of the primitives' table, which that Lua finds there.
    package var values: WireMap
    package var script: ScriptChunk
    /// What the script's tasks are stopped with when its processor time is over.
    package var processorTimeError: WireValue

    package init(
        prelude: [ScriptChunk] = [], values: WireMap, script: ScriptChunk,
        processorTimeError: WireValue
    ) {
        self.prelude = prelude
        self.values = values
        self.script = script
        self.processorTimeError = processorTimeError
    }
}

/// What the script process tells the host.
package enum ScriptMessage: Hashable, Sendable {
    /// The first message; a host with another protocol ends the run before it starts. `missing` are the
    /// layers of confinement that could not be put on, each with why.
    case hello(protocol: UInt64, missing: [String])
    case effect(EffectRequest)
    /// An effect that blocks the whole script process: a pure function of the host's.
    case question(id: UInt64, name: String, arguments: [WireValue])
    /// Something the host need not answer: output, log lines, results by name.
    case tell(kind: String, arguments: [WireValue])
    /// Nobody waits for this effect any more.
    case abandon(id: UInt64)
    /// Every task waits, and this many of the host's frames had been read by then.
    case idle(framesRead: UInt64)
    case finished(Answer, memoryPeak: UInt64)
    /// The run's processor time is over, at this line; the tasks are being stopped.
    case processorTimeSpent(source: String, line: UInt32, traceback: String)
    /// It has heard that it is to stop, while it ran this line; empty and 0 where it waited.
    case stopping(source: String, line: UInt32)
}

/// One effect as the script asked for it.
package struct EffectRequest: Hashable, Sendable {
    package var id: UInt64
    package var task: UInt64
    package var name: String
    package var arguments: [WireValue]
    /// The script's chunk and line, empty and 0 where no script frame was there.
    package var source: String
    package var line: UInt32
    /// The module whose function asks, by the number that the host gave its owner: the script
    /// process's own word; 0 for none.
    package var owner: UInt64
    /// Asked for by a handler of a task that is being stopped.
    package var isCleanup: Bool

    package init(
        id: UInt64, task: UInt64, name: String, arguments: [WireValue], source: String,
        line: UInt32, owner: UInt64, isCleanup: Bool
    ) {
        self.id = id
        self.task = task
        self.name = name
        self.arguments = arguments
        self.source = source
        self.line = line
        self.owner = owner
        self.isCleanup = isCleanup
    }

    /// About how many bytes its arguments take, for limits.
    package var weight: Int { arguments.reduce(0) { $0 + $1.weight } }
}

/// The version of these messages; both sides exchange it.
package enum WireProtocol {
    package static let version: UInt64 = 4
    /// Bytes of one frame at most.
    package static let frameLimit = 8 << 20
    /// Bytes of a name at most: of an effect, a kind, a type or a script's file.
    package static let nameLimit = 4_096
    /// Layers of confinement that can be missing.
    static let layerLimit = 32
}
