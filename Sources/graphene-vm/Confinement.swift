import CConfinement
import Glibc
import ScriptVM

enum Confinement {
    /// How often what runs is stopped anew once the processor time is over: an error handler of the
    /// script's may go on.
    private static let period: Int64 = 25_000_000

    /// Takes from this process, for good, whatever a script process does not need.
    ///
    /// - Returns: The layers that could not be put on, each with why.
    static func enter(_ limits: gconfine_limits) -> [String] {
        var (limits, report) = (limits, gconfine_report())
        var missing: [String] = []
        if gconfine_watch_processor_time(
            limits.processor_time, period, ScriptProcess.interrupt) != 0
        {
            missing.append("processor timer (\(String(cString: strerror(errno))))")
        }
        // The host sends this one, which does nothing to who does not expect it, to be listened to.
        signal(SIGURG, ScriptProcess.callAttention)
        gconfine_enter(&limits, &report)
        withUnsafeBytes(of: report.error) { bytes in
            for (index, error) in bytes.bindMemory(to: Int32.self).enumerated() where error != 0 {
                let name = String(cString: gconfine_layer_name(gconfine_layer(UInt32(index))))
                missing.append("\(name) (\(String(cString: strerror(error))))")
            }
        }
        return missing
    }

    /// Tries one thing from inside, and tells stderr what came of it.
    ///
    /// A line for each layer that is missing, then `refused: WHY` or `done`. A system call that seccomp
    /// does not allow ends the process instead.
    static func examine(_ limits: gconfine_limits, attempt: Int) -> Never {
        let missing = enter(limits)
        let error = gconfine_try(gconfine_attempt(UInt32(clamping: attempt)), limits.parent)
        let outcome = error == 0 ? "done" : "refused: " + String(cString: strerror(error))
        let text = (missing.map { "missing: " + $0 } + [outcome]).joined(separator: "\n") + "\n"
        let count = text.utf8.count
        exit(write(2, text, count) == count ? ExitCode.hostGone : ExitCode.protocolBroken)
    }
}
