import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

struct CancellationTests {
    /// Starts an errand, cancels it after a while, and gives back what it came to.
    private func cancel(
        _ errand: Errand, after delay: Duration, in test: SimulatedCloud,
        progress: ProgressHandler? = nil
    ) async throws -> Result<Errand.Result, CloudError> {
        try await withThrowingTaskGroup(of: Result<Errand.Result, CloudError>?.self) { group in
            group.addTask {
                do {
                    return .success(try await errand.run(test, progress: progress))
                } catch let error as CloudError {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await test.clock.sleep(for: delay)
                return nil
            }
            var result: Result<Errand.Result, CloudError>?
            while let next = try await group.next() {
                group.cancelAll()
                if let next { result = next }
            }
            return try #require(result)
        }
    }

    @Test func `cancelling stops the waiting and not the change`() async throws {
        try await withSimulatedCloud { test in
            let result = try await cancel(.pause, after: .seconds(30), in: test)

            let change = test.withSimulator { $0.changes[0] }
            guard case .failure(let error) = result else { return #expect(Bool(false)) }
            #expect(error.code == .cancelled)
            #expect(error.outcome == .accepted)
            #expect(error.operation?.id == change.operationId)
            #expect(test.withSimulator { $0.database("production/orders")?.state } == .running)
            try await test.clock.sleep(for: .minutes(5))
            #expect(test.withSimulator { $0.database("production/orders")?.state } == .paused)
        }
    }

    @Test func `a request under way gets its answer before the cancellation counts`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .delay(.seconds(8)))

            let result = try await cancel(.pause, after: .seconds(4), in: test)

            guard case .failure(let error) = result else { return #expect(Bool(false)) }
            #expect(error.code == .cancelled)
            #expect(error.outcome == .accepted)
            #expect(error.operation != nil)
        }
    }

    @Test(arguments: [Fault.noAnswerBeforeApply, .noAnswerAfterApply])
    func `a request that is not answered in ten seconds is unknown`(_ fault: Fault) async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: fault)
            let start = test.now

            let result = try await cancel(.pause, after: .seconds(4), in: test)

            guard case .failure(let error) = result else { return #expect(Bool(false)) }
            #expect(error.code == .outcomeUnknown)
            #expect(error.outcome == .unknown)
            #expect(test.now - start < .seconds(15))
        }
    }

    @Test func `what was not sent yet is not sent any more`() async throws {
        try await withSimulatedCloud { test in
            test.withSimulator { $0.alter("production/orders") { $0.isLocked = true } }

            let result = try await cancel(.pause, after: .seconds(20), in: test)

            guard case .failure(let error) = result else { return #expect(Bool(false)) }
            #expect(error.code == .cancelled)
            #expect(error.outcome == .notSent)
            #expect(test.changingRequests == [])
        }
    }

    @Test func `a read ends at once`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.listEnvironments.rawValue, with: .noAnswerBeforeApply)
            let start = test.now

            let result = try await cancel(.pause, after: .seconds(2), in: test)

            guard case .failure(let error) = result else { return #expect(Bool(false)) }
            #expect(error.code == .cancelled)
            #expect(test.now - start == .seconds(2))
        }
    }
}
