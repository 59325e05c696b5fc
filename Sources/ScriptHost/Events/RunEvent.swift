package import CloudClient
package import JSONDocument
package import ScriptAPI
package import Timekeeping

/// Something that happened in a run.
///
/// Output, progress, reports and records are all readers of the one stream of these; they are told in
/// order, on the run's thread.
package enum RunEvent: Sendable {
    case started(RunFacts)
    /// A person's entry in a session begins.
    case entered(Entry)
    /// An entry failed; the session goes on.
    case entryFailed(RunFailure)
    case effectStarted(EffectNote)
    case effectProgressed(EffectNote, EffectProgress)
    case effectEnded(EffectRecord)
    /// A change that was not waited for has come to its end, and the run has seen it.
    case effectSettled(EffectRecord)
    /// A handler is about to disrupt or destroy something although a person said stop; a second
    /// Ctrl-C within the time ends the run without it.
    case announced(EffectNote, for: Duration)
    /// What the script printed.
    case printed([UInt8])
    /// What the script wrote to its standard error.
    case wroteError([UInt8])
    case logged(LogLevel, String, fields: JSONValue)
    case output(String, JSONValue)
    /// A page of the reference that a person asked for.
    case helped(String)
    case table(TableOutput)
    case progressed(String, done: Int, of: Int)
    /// What a person should know although nothing failed.
    case warned(String)
    case skipped(reason: String)
    case stopping(StopReason)
    /// A second has passed in real time while something was under way.
    case ticked
    case ended(RunReport)
}

package enum LogLevel: String, CaseIterable, Sendable {
    case debug, info, warn, error
}

/// Records that the script wants shown as a table.
package struct TableOutput: Sendable {
    package var rows: JSONValue
    package var columns: [String]

    package init(rows: JSONValue, columns: [String]) {
        self.rows = rows
        self.columns = columns
    }
}

/// Why a run is being stopped.
package enum StopReason: Hashable, Sendable {
    case interrupted
    case terminated
    case timedOut(Duration)
    case outputLimit(Int)
    case processorTime(Duration)

    /// As records and documents name it.
    package var name: String {
        switch self {
        case .interrupted: "interrupted"
        case .terminated: "terminated"
        case .timedOut: "timed_out"
        case .outputLimit: "output_limit"
        case .processorTime: "processor_time"
        }
    }
}

/// Takes events in order.
package protocol RunObserver: Sendable {
    func observe(_ event: RunEvent, at instant: Instant)
}
