import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

/// One way in which the real cloud may differ from the simulated one.
struct Difference: Sendable, CustomTestStringConvertible {
    let name: AssumptionName
    let value: String

    /// The errands that it may make a difference to.
    var errands: [Errand] {
        let general: [AssumptionName] = [
            .tokenStatus, .tokenType, .expiresIn, .grantType, .requestIds, .health, .dates,
            .catalogueShape, .wrongMethod, .rateLimit,
        ]
        return general.contains(name) ? [.clone, .pause, .snapshot] : Errand.allCases
    }

    var testDescription: String { "\(name.rawValue)=\(value)" }

    /// Every alternative under which the errands must still succeed.
    static let all: [Difference] = [
        (.lists, ["bare", "data"]), (.actions, ["empty", "no-content", "database", "echo"]),
        (.copies, ["database", "operation", "empty"]),
        (.dates, ["offset", "rfc7231", "epoch", "epoch-ms", "absent"]),
        (.ids, ["uuid", "opaque"]), (.addresses, ["random"]), (.databaseList, ["brief"]),
        (.acceptedStatus, ["200", "201"]), (.snapshotShape, ["minimal"]),
        (.snapshotAnswer, ["snapshot", "operation"]), (.snapshotStatus, ["ready", "finished"]),
        (.catalogueShape, ["names"]), (.health, ["always", "never"]), (.requestIds, ["absent"]),
        (.tokenLifetime, ["20"]), (.tokenStatus, ["200"]), (.tokenType, ["bearer", "absent"]),
        (.expiresIn, ["text", "absent"]), (.grantType, ["required"]),
        (.operationStatuses, ["started", "in-progress"]), (.operationAddress, ["source", "new"]),
        (.chains, ["one"]), (.nextOperation, ["when-finished"]), (.chainEnd, ["empty", "null"]),
        (.transitionalStates, ["named", "pending"]), (.locked, ["pending"]),
        (.durations, ["0", "0.01"]), (.busy, ["423", "queue"]), (.wrongState, ["400", "ignore"]),
        (.switching, ["move", "leave"]), (.cloneSource, ["whole", "free"]),
        (.cloneSnapshot, ["listed", "counted"]), (.snapshotMaking, ["hidden"]),
        (.restoreEnd, ["as-before"]), (.restorePlan, ["snapshot"]), (.deleting, ["at-once"]),
        (.deletedSnapshots, ["kept"]), (.needsRestart, ["restart", "never"]),
        (.rateLimit, ["3"]), (.unknownKeys, ["refused"]), (.wrongMethod, ["404"]),
    ].flatMap { name, values in values.map { Difference(name: name, value: $0) } }
}

struct AssumptionTests {
    @Test(arguments: Difference.all)
    func `every change succeeds however the cloud answers`(_ difference: Difference) async throws {
        for errand in difference.errands {
            try await withSimulatedCloud(assuming: [difference.name: difference.value]) { test in
                let result = try await errand.run(test)

                #expect(result.changed, "\(errand)")
                #expect(test.applied.count == 1, "\(errand)")
                #expect(test.changingRequests.count == 1 || difference.name == .rateLimit)
                expectEnd(of: errand, result, test)
            }
        }
    }

    private func expectEnd(of errand: Errand, _ result: Errand.Result, _ test: SimulatedCloud) {
        let end = test.withSimulator { cloud in
            let id = result.database?.id
            return (
                isPending: id.map { cloud.isPending($0) } ?? false,
                state: id.flatMap { cloud.database($0)?.state.rawValue }
            )
        }
        switch errand {
        case .pause: #expect(end.state == "paused")
        case .create, .clone, .createFromSnapshot, .resume, .restart, .restore, .resize:
            #expect(end.state == "running", "\(errand)")
        default: break
        }
        #expect(!end.isPending, "\(errand)")
    }
}
