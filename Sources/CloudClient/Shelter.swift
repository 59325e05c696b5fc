import Timekeeping

/// Keeps a request that changes something from being cut off by a cancellation at once.
struct Shelter: Sendable {
    let clock: any RunClock
    /// How long the work goes on after a cancellation.
    let grace: Duration
    /// Where the work runs; nil is anywhere.
    let executor: (any TaskExecutor)?

    /// Runs `work` to its end; when the calling task is cancelled, `work` is cancelled only after the
    /// grace.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let (cancellations, signal) = AsyncStream<Void>.makeStream()
        let task = Task(executorPreference: executor) { [clock, grace] in
            await Self.guarded(work, cancellations, clock, grace)
        }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            signal.yield()
        }
    }

    private static func guarded<Value: Sendable>(
        _ work: @escaping @Sendable () async -> Value, _ cancellations: AsyncStream<Void>,
        _ clock: any RunClock, _ grace: Duration
    ) async -> Value {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                for await _ in cancellations { break }
                // Ends early only when the work has ended, and then nobody needs it.
                try? await clock.sleep(for: grace)
                return nil
            }
            var result: Value?
            for await value in group {
                group.cancelAll()
                result = result ?? value
            }
            guard let result else { preconditionFailure("work that ends without a value") }
            return result
        }
    }
}
