@testable import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import NIOCore
import NIOSSL
import Testing
import Timekeeping

struct NetworkErrorTests {
    private struct Strange: Error {}

    @Test(arguments: [
        (ECONNREFUSED, TransportError.Kind.couldNotConnect), (EHOSTUNREACH, .couldNotConnect),
        (ENETUNREACH, .couldNotConnect), (ECONNRESET, .connectionLost), (EPIPE, .connectionLost),
        (ETIMEDOUT, .connectionLost), (EBADF, .connectionLost),
    ])
    func `a system's error says whether anything can have been sent`(
        _ number: CInt, _ kind: TransportError.Kind
    ) {
        let error = TransportError(IOError(errnoCode: number, reason: "read"))

        #expect(error.kind == kind)
        #expect(error.wasNeverSent == (kind == .couldNotConnect))
        #expect(!error.detail.isEmpty)
    }

    @Test func `a cancelled task's error is a cancellation`() {
        #expect(TransportError(CancellationError()).kind == .cancelled)
    }

    @Test func `what nobody has seen before may have been sent`() {
        let error = TransportError(Strange())

        #expect(error.kind == .connectionLost)
        #expect(!error.wasNeverSent)
        #expect(error.cause is Strange)
    }

    @Test func `a secure connection that breaks may have carried the request`() {
        #expect(TransportError(NIOSSLError.uncleanShutdown).kind == .connectionLost)
    }

    @Test func `a handshake that fails carried nothing`() {
        let handshake = NIOSSLError.handshakeFailed(.sslError([]))

        #expect(TransportError(handshake).kind == .tlsFailure)
        #expect(TransportError(handshake).wasNeverSent)
    }

    @Test(arguments: TransportError.Kind.allCases)
    func `every kind becomes a problem that says what to do`(_ kind: TransportError.Kind) {
        let problem = Problem(TransportError(kind, "it failed"))
        let error = problem.error(
            Attempt(.pause, "production/orders"), changing: true, tries: 2)

        #expect(error.message == "cannot pause production/orders: it failed (tried 2 times)")
        #expect(error.verb == "pause")
        #expect(error.target == "production/orders")
        #expect((error.outcome == .notSent) == problemWasNeverSent(kind))
    }

    private func problemWasNeverSent(_ kind: TransportError.Kind) -> Bool {
        TransportError(kind, "").wasNeverSent
    }
}

struct ErrorValueTests {
    @Test func `what was accepted or is unknown may not simply be tried again`() {
        for outcome in ChangeOutcome.allCases {
            var error = CloudError(.unavailable, "cannot pause", verb: "pause")
            error.outcome = outcome

            #expect(error.retryable == (outcome == .notSent || outcome == .notApplied))
        }
    }

    @Test func `what no repetition helps is not to be tried again`() {
        #expect(!CloudError(.usage, "cannot pause", verb: "pause").retryable)
        #expect(!CloudError(.forbidden, "cannot pause", verb: "pause").retryable)
        #expect(CloudError(.rateLimited, "cannot pause", verb: "pause").retryable)
    }

    @Test func `a wait that is stopped says that the cloud goes on`() {
        let attempt = Attempt(.clone, "production/orders")
        let operation = OperationReference(id: "a", databaseID: "d", vendor: "graphneo")

        let waiting = attempt.cancelled(outcome: .accepted, operation: operation)
        let early = attempt.cancelled(outcome: .notSent)

        #expect(waiting.message.hasSuffix("stopped waiting; the cloud goes on with it"))
        #expect(waiting.operation == operation)
        #expect(early.message == "cannot clone production/orders: it was stopped")
        #expect(early.cause is CancellationError)
    }
}

struct LockWaitTests {
    private let database: Database = {
        var database = Database(
            unidentified: "orders",
            in: Environment(
                id: "e1", name: "production", region: nil, cidr: nil, networkRules: [], peers: [],
                createdAt: nil, raw: .null), vendor: "graphneo")
        database.id = "d1"
        database.status.isPending = true
        return database
    }()
    private let start = Instant(secondsSince1970: 1_795_399_200)

    @Test func `who is in the way is told as far as it is known`() {
        let ledger = Ledger()
        var unknown = LockWait(limit: .minutes(10))
        var named = LockWait(limit: .minutes(10))
        named.operationID = "op-81"

        _ = unknown.note(database, ledger: ledger, at: start)
        let owner = named.note(database, ledger: ledger, at: start)

        #expect(
            unknown.description(database)
                == "another operation is running on production/orders since 02:00 UTC or earlier")
        #expect(
            named.description(database)
                == "another operation (op-81) is running on production/orders "
                + "since 02:00 UTC or earlier")
        #expect(owner?.databaseID == "d1")
    }

    @Test func `somebody else's operation is told with the beginning that the cloud names`() {
        var lock = LockWait(limit: .minutes(10))
        lock.operationID = "op-81"

        _ = lock.note(database, ledger: Ledger(), at: start)
        lock.note(begun: start - .minutes(90))
        _ = lock.note(database, ledger: Ledger(), at: start + .minutes(1))

        #expect(
            lock.description(database)
                == "another operation (op-81) is running on production/orders since 00:30 UTC")
    }

    @Test func `one's own operation is told with its verb and its beginning`() {
        let ledger = Ledger()
        let operation = OperationReference(id: "op-7", databaseID: "d1", vendor: "graphneo")
        ledger.begin(
            Ledger.Entry(verb: .snapshot, operation: operation, since: start - .minutes(30)),
            on: "d1")
        var lock = LockWait(limit: .minutes(10))

        let owner = lock.note(database, ledger: ledger, at: start)

        #expect(owner == operation)
        #expect(
            lock.description(database)
                == "another operation (op-7, snapshot) is running on production/orders "
                + "since 01:30 UTC")
        ledger.end(on: "d1")
        #expect(ledger.entry(on: "d1") == nil)
    }

    @Test func `the patience counts from the first look`() {
        var lock = LockWait(limit: .minutes(10))
        _ = lock.note(database, ledger: Ledger(), at: start)
        _ = lock.note(database, ledger: Ledger(), at: start + .minutes(9))

        #expect(!lock.isOver(at: start + .minutes(9)))
        #expect(lock.isOver(at: start + .minutes(10)))
    }

    @Test func `a vendor's lock is no operation`() {
        var locked = database
        locked.status.isPending = false
        locked.status.isLocked = true
        var lock = LockWait(limit: .minutes(10))
        _ = lock.note(locked, ledger: Ledger(), at: start)

        #expect(
            lock.description(locked) == "production/orders is locked since 02:00 UTC or earlier")
    }
}
