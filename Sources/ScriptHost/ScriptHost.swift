package import CloudClient
package import RunLoop
import Timekeeping

/// Runs one script: the only owner of a run.
package enum ScriptHost {
    /// Runs a script on a thread of its own, and returns when it and all it started is over.
    ///
    /// Of the `stops` the first lets handlers run, the second does not. The observers are told every
    /// event in order, on the run's thread. `makeCloud` makes the account, on the run's clock.
    package static func run(
        _ configuration: RunConfiguration, in time: RunLoop.Time,
        stops: AsyncStream<StopReason> = AsyncStream { $0.finish() },
        observers: [any RunObserver] = [], makeCloud: @escaping @Sendable (RunLoop) -> Cloud
    ) async -> RunReport {
        await RunLoop.run(in: time) { loop in
            var session = RunSession(configuration, cloud: makeCloud(loop), on: loop) { event in
                let now = loop.now
                for observer in observers { observer.observe(event, at: now) }
            }
            return await session.run(stops: stops)
        }
    }

    /// Starts the script process of a run that is likely to follow, with the limits that are usual.
    ///
    /// It confines itself and gets ready while the caller finds out what to run; a run that needs other
    /// limits, and a second one, get processes of their own.
    package static func startEarly() { Spawner.spawnEarly(scriptProcessPath()) }

    /// Ends what `startEarly` started, if no run has taken it.
    package static func endEarly() async { await Spawner.endEarly() }

    /// The path of `graphene-vm`: beside the running executable, never looked up by `PATH`.
    package static func scriptProcessPath() -> String {
        let own = ProcessFile.executablePath()
        let folder = own.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(own[..<$0]) }
        return (folder ?? ".") + "/graphene-vm"
    }
}
