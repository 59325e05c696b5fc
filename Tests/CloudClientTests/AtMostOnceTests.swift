import CloudClient
import CloudSimulator
import Diagnostics
import SimulatedCloud
import Testing
import Timekeeping

/// An answer that is lost, before or after the cloud did what was asked.
enum LostAnswer: CaseIterable, Sendable, CustomTestStringConvertible {
    case resetBefore, resetAfter, timeoutBefore, timeoutAfter
    case error500Before, error500After, error502Before, error502After, error504Before, error504After
    case error503Before, error503After, htmlBefore, truncatedAfter, garbageAfter, hugeAfter
    case redirectBefore, redirectAfter

    var fault: Fault {
        switch self {
        case .resetBefore: .resetBeforeRead
        case .resetAfter: .resetAfterApplied
        case .timeoutBefore: .noAnswerBeforeApply
        case .timeoutAfter: .noAnswerAfterApply
        case .error500Before: .status(500)
        case .error500After: .errorAfterApplied(500)
        case .error502Before: .status(502)
        case .error502After: .errorAfterApplied(502)
        case .error504Before: .status(504)
        case .error504After: .errorAfterApplied(504)
        case .error503Before: .status(503)
        case .error503After: .errorAfterApplied(503)
        case .htmlBefore: .html
        case .truncatedAfter: .truncated
        case .garbageAfter: .garbage
        case .hugeAfter: .huge
        case .redirectBefore: .status(302)
        case .redirectAfter: .errorAfterApplied(303)
        }
    }

    var testDescription: String { "\(fault)".prefix(30).description }
}

struct AtMostOnceTests {
    @Test(arguments: Errand.allCases, LostAnswer.allCases)
    func `a change whose answer is lost is made at most once and reported as it is`(
        _ errand: Errand, _ lost: LostAnswer
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: lost.fault)

            let result: Result<Errand.Result, CloudError>
            do {
                result = .success(try await errand.run(test))
            } catch let error as CloudError {
                result = .failure(error)
            }

            let log = test.withSimulator { $0.changes.filter { $0.verb == errand.verb } }
            #expect(log.count <= 1)
            switch result {
            case .success(let result):
                #expect(log.count == 1)
                #expect(result.changed)
            case .failure(let error):
                switch error.outcome {
                case .notSent, .notApplied: #expect(log.isEmpty, "\(error.message)")
                case .unknown: #expect(error.code == .outcomeUnknown)
                case .accepted, .partlyApplied, nil: Issue.record("\(error)")
                }
            }
        }
    }

    @Test(arguments: Errand.allCases)
    func `what was done is found even when the connection breaks before the answer`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .resetAfterApplied)

            let result = try await errand.run(test)

            #expect(result.changed)
            #expect(test.applied.count == 1)
        }
    }

    @Test(
        arguments: [Errand.pause, .resume, .resize, .delete, .setSettings, .removePlugin])
    func `what was not done and is harmless to repeat is sent once more`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .resetBeforeRead)

            let result = try await errand.run(test)

            #expect(result.changed)
            #expect(test.changingRequests.count == 2)
        }
    }

    @Test(arguments: [Errand.create, .clone, .createFromSnapshot, .snapshot, .switchDNS, .restore])
    func `what was not done and would do harm twice is not sent again`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .resetBeforeRead)

            let error = await #expect(throws: CloudError.self) { try await errand.run(test) }

            #expect(error?.code == .unavailable)
            #expect(error?.outcome == .notApplied)
            #expect(error?.retryable == true)
            #expect(test.changingRequests.count == 1)
            #expect(test.applied == [])
        }
    }

    @Test func `a change is unknown when its state cannot be read either`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .resetAfterApplied)
            test.failNext(Route.readStatus.rawValue, with: .status(503), times: .max)

            let error = await #expect(throws: CloudError.self) { try await Errand.pause.run(test) }

            #expect(error?.code == .outcomeUnknown)
            #expect(error?.outcome == .unknown)
            #expect(error?.retryable == false)
        }
    }

    @Test func `a lost answer to a call of one's own making is unknown`() async throws {
        try await withSimulatedCloud { test in
            let orders = try await test.database("production/orders")
            let path = "/deployments/databases/graphneo/\(orders.id)/pause"
            test.failNext(Route.pause.rawValue, with: .resetBeforeRead)

            let error = await #expect(throws: CloudError.self) {
                try await test.cloud.api(.post, path: path)
            }

            #expect(error?.code == .outcomeUnknown)
            #expect(test.changingRequests.count == 1)
        }
    }

    @Test(arguments: Errand.allCases)
    func `a throttled change is sent again after the delay the cloud asks for`(
        _ errand: Errand
    ) async throws {
        try await withSimulatedCloud { test in
            test.failNext(errand.route.rawValue, with: .throttle(after: .seconds(17)), times: 2)

            let result = try await errand.run(test)

            #expect(result.changed)
            #expect(test.changingRequests.count == 3)
            #expect(test.clock.slept.filter { $0 == .seconds(17) }.count == 2)
            #expect(test.applied.count == 1)
        }
    }

    @Test func `a change that stays throttled was not applied`() async throws {
        try await withSimulatedCloud { test in
            test.failNext(Route.pause.rawValue, with: .throttle(after: .seconds(1)), times: .max)

            let error = await #expect(throws: CloudError.self) { try await Errand.pause.run(test) }

            #expect(error?.code == .rateLimited)
            #expect(error?.outcome == .notApplied)
            #expect(error?.retryAfter == .seconds(1))
        }
    }
}
