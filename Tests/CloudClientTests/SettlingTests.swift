@testable import CloudClient
import JSONDocument
import Testing
import Timekeeping

private let start = Instant(secondsSince1970: 1_795_399_200)

struct SettlingTests {
    private func settling(
        _ goal: Goal, before: String? = "running", chainEnded: Bool = false
    ) -> Settling {
        var settling = Settling(goal, acceptedAt: start, stateBefore: before)
        if chainEnded { settling.note(operation("finished")) }
        return settling
    }

    private func operation(_ status: String) -> CloudClient.Operation {
        CloudClient.Operation(["id": "op-1", "status": .string(status)], asked: "op-1")
    }

    private func status(
        _ state: String, pending: Bool = false, needsRestart: Bool = false
    ) -> Settling.Reading {
        .status(DatabaseStatus(state: state, needsRestart: needsRestart, isPending: pending))
    }

    @Test func `the old state right after a change is not believed`() {
        var settling = settling(.state("running"))

        #expect(settling.judge(status("running"), at: start + .seconds(1)) == .wait)
        #expect(settling.judge(status("running", pending: true), at: start + .seconds(3)) == .wait)
        #expect(settling.judge(status("running"), at: start + .seconds(4)) == .reached)
    }

    @Test func `it is believed after a while, and when it is another one`() {
        var same = settling(.state("running"))
        var other = settling(.state("paused"))

        #expect(same.judge(status("running"), at: start + .seconds(5)) == .reached)
        #expect(other.judge(status("paused"), at: start + .seconds(1)) == .reached)
    }

    @Test func `the need for a restart counts only after a restart`() {
        var restart = Goal.state("running")
        restart.clearsRestart = true
        var restarting = settling(restart, chainEnded: true)
        var resuming = settling(.state("running"), chainEnded: true)
        let reading = status("running", needsRestart: true)

        #expect(restarting.judge(reading, at: start + .minutes(10)) == .wait)
        #expect(resuming.judge(reading, at: start + .minutes(10)) == .reached)
    }

    @Test func `a state of rest that is not the goal is the end of a failure`() {
        var settling = settling(.state("paused"))
        _ = settling.judge(status("running", pending: true), at: start)

        #expect(settling.judge(status("running"), at: start + .seconds(10)) == .wait)
        guard case .failed = settling.judge(status("running"), at: start + .seconds(40)) else {
            return #expect(Bool(false))
        }
    }

    @Test func `a state nobody knows is waited through`() {
        var settling = settling(.state("running"), before: nil, chainEnded: true)

        #expect(settling.judge(status("warming"), at: start + .hours(1)) == .wait)
    }

    @Test func `a state of failure ends a wait`() {
        var settling = settling(.state("running"))

        #expect(
            settling.judge(status("failed"), at: start)
                == .failed("it is in the state `failed`"))
    }

    @Test func `a copy that stays paused is done when its operations are`() {
        var settling = settling(
            .running(orElse: ["paused"], isNew: true), before: nil, chainEnded: true)

        #expect(settling.judge(status("paused"), at: start + .minutes(5)) == .wait)
        #expect(settling.judge(status("paused"), at: start + .minutes(6)) == .reached)
    }

    @Test func `what is new may not be there yet, and what is deleted may go`() {
        var new = settling(.running(isNew: true), before: nil)
        var old = settling(.state("running"))
        var deleted = settling(.gone)

        #expect(new.judge(.gone, at: start + .seconds(10)) == .wait)
        #expect(new.judge(.gone, at: start + .seconds(40)) == .vanished)
        #expect(old.judge(.gone, at: start + .seconds(1)) == .vanished)
        #expect(deleted.judge(.gone, at: start) == .reached)
    }
}

struct OperationChainTests {
    private func reading(
        _ id: String, _ status: String, next: String? = nil
    ) -> OperationChain.Reading {
        let json: JSONValue = [
            "id": .string(id), "status": .string(status),
            "nextOperationId": next.map { .string($0) } ?? .null,
        ]
        return .operation(CloudClient.Operation(json, asked: id))
    }

    @Test func `a chain is followed to its last operation`() {
        var chain = OperationChain("a", at: start)

        #expect(chain.judge(reading("a", "running", next: "b"), at: start) == .poll)
        #expect(chain.judge(reading("a", "finished", next: "b"), at: start) == .follow)
        #expect(chain.current == "b")
        #expect(chain.judge(reading("b", "waiting"), at: start) == .poll)
        #expect(chain.judge(reading("b", "finished", next: ""), at: start) == .ended)
    }

    @Test func `a chain that leads back is left`() {
        var chain = OperationChain("a", at: start)
        _ = chain.judge(reading("a", "finished", next: "b"), at: start)

        guard case .lost = chain.judge(reading("b", "finished", next: "a"), at: start) else {
            return #expect(Bool(false))
        }
    }

    @Test func `an operation may be late in coming, and must not go`() {
        var late = OperationChain("a", at: start)
        var gone = OperationChain("a", at: start)
        _ = gone.judge(reading("a", "running"), at: start)

        #expect(late.judge(.missing, at: start + .seconds(4)) == .poll)
        guard case .lost = late.judge(.missing, at: start + .seconds(5)),
            case .lost = gone.judge(.missing, at: start + .seconds(1))
        else { return #expect(Bool(false)) }
    }

    @Test(arguments: ["failed", "ERROR", "cancelled", "aborted"])
    func `a failed operation ends the chain`(_ word: String) {
        var chain = OperationChain("a", at: start)

        #expect(
            chain.judge(reading("a", word), at: start)
                == .failed("operation a ended as `\(word)`"))
    }
}
