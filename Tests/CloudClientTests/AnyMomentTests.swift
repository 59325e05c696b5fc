import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

/// Compares what an errand reported with what the simulator knows.
private func expectHonest(
    _ errand: Errand, _ result: Result<Errand.Result, CloudError>, _ test: SimulatedCloud,
    _ context: String
) {
    let count = test.changes.filter { $0.verb == errand.verb }.count
    #expect(count <= 1, "\(context)")
    switch result {
    case .success(let result): #expect(result.changed == (count == 1), "\(context)")
    case .failure(let error):
        switch error.outcome {
        case .notSent, .notApplied: #expect(count == 0, "\(context): \(error.message)")
        case .accepted, .partlyApplied: #expect(count == 1, "\(context): \(error.message)")
        case .unknown: #expect(error.code == .outcomeUnknown, "\(context)")
        // Failing to find what the change is of is no change.
        case nil: #expect(count == 0, "\(context): \(error.message)")
        }
    }
}

private func outcome(
    of errand: Errand, _ test: SimulatedCloud
) async throws -> Result<Errand.Result, CloudError> {
    do {
        return .success(try await errand.run(test))
    } catch let error as CloudError {
        return .failure(error)
    }
}

struct AnyMomentTests {
    @Test(
        arguments: Errand.allCases,
        [Fault.resetBeforeRead, .resetAfterApplied, .errorAfterApplied(502)])
    func `whichever request goes wrong, the report is true`(
        _ errand: Errand, _ fault: Fault
    ) async throws {
        for index in 0..<8 {
            try await withSimulatedCloud { test in
                test.failNext("*", with: fault, skipping: index)

                let result = try await outcome(of: errand, test)

                expectHonest(errand, result, test, "request \(index)")
            }
        }
    }

    @Test(arguments: Errand.allCases)
    func `whenever it is cancelled, the report is true`(_ errand: Errand) async throws {
        for milliseconds in [10, 60, 120, 170, 210, 260, 330, 450, 700, 1_500, 20_000] {
            try await withSimulatedCloud { test in
                let result = await withTaskGroup(
                    of: Result<Errand.Result, CloudError>?.self
                ) { group in
                    group.addTask { try? await outcome(of: errand, test) }
                    group.addTask {
                        try? await test.clock.sleep(for: .milliseconds(milliseconds))
                        return nil
                    }
                    var found: Result<Errand.Result, CloudError>?
                    for await next in group {
                        group.cancelAll()
                        found = found ?? next
                    }
                    return found
                }

                expectHonest(errand, try #require(result), test, "after \(milliseconds) ms")
            }
        }
    }

    @Test(
        arguments: [
            (AssumptionName.actions, "empty"), (.actions, "echo"), (.copies, "empty"),
            (.copies, "operation"), (.cloneSource, "free"), (.cloneSource, "whole"),
            (.snapshotMaking, "hidden"), (.snapshotAnswer, "operation"), (.deleting, "at-once"),
            (.transitionalStates, "named"), (.transitionalStates, "pending"), (.busy, "queue"),
            (.switching, "move"), (.switching, "leave"), (.durations, "0.05"), (.lists, "bare"),
            (.duplicateNames, "allowed"), (.restoreEnd, "as-before"), (.databaseList, "brief"),
            (.needsRestart, "never"), (.wrongState, "ignore"), (.chains, "one"),
        ],
        [Fault.resetBeforeRead, .resetAfterApplied])
    func `however the cloud works, a lost answer is reported as it is`(
        _ difference: (name: AssumptionName, value: String), _ fault: Fault
    ) async throws {
        let errands: [Errand] = [
            .clone, .create, .pause, .restart, .switchDNS, .snapshot, .restore, .delete,
        ]
        for errand in errands {
            try await withSimulatedCloud(assuming: [difference.name: difference.value]) { test in
                test.failNext(errand.route.rawValue, with: fault)

                let result = try await outcome(of: errand, test)

                expectHonest(errand, result, test, "\(errand)")
            }
        }
    }

    @Test(arguments: [Errand.clone, .pause, .resume, .resize, .create, .delete])
    func `several answers lost one after the other do no more harm than one`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .resetBeforeRead)
            test.failNext(errand.route.rawValue, with: .resetAfterApplied)
            test.failNext(errand.route.rawValue, with: .resetBeforeRead)

            let result = try await outcome(of: errand, test)

            expectHonest(errand, result, test, "\(errand)")
        }
    }
}
