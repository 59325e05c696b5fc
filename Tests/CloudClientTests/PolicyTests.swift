@testable import CloudClient
import Diagnostics
import JSONDocument
import Testing
import Timekeeping

private let start = Instant(secondsSince1970: 1_795_399_200)

private func problem(_ status: Int, retryAfter: String? = nil) -> Problem {
    let headers = retryAfter.map { [CloudResponse.Header(name: "Retry-After", value: $0)] } ?? []
    return Problem(CloudResponse(status: status, headers: headers), at: start)
}

struct TurnLineTests {
    @Test func `turns beyond the burst come at the rate`() {
        var line = TurnLine(perSecond: 5, burst: 5)

        let turns = (0..<12).map { _ in line.reserve(at: start) - start }

        #expect(turns.prefix(5).allSatisfy { $0 == .zero })
        #expect(turns.dropFirst(5).map(\.inSeconds) == [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4])
    }

    @Test func `a rest earns no more than the burst`() {
        var line = TurnLine(perSecond: 2, burst: 2)
        _ = line.reserve(at: start)
        let later = start + .hours(1)

        let turns = (0..<4).map { _ in (line.reserve(at: later) - later).inSeconds }

        #expect(turns == [0, 0, 0.5, 1])
    }
}

struct ReadRetryTests {
    @Test func `pauses are spread over a bound that doubles up to its limit`() {
        var retry = ReadRetry(.long, from: start, deadline: nil)

        let pauses = (0..<9).map { _ in retry.judge(problem(503), at: start, chance: 0.5) }

        let seconds = [0.25, 0.5, 1, 2, 4, 8, 10, 10, 10]
        #expect(pauses == seconds.map { .retry(after: .milliseconds(Int64($0 * 1_000))) })
    }

    @Test func `the cloud's own wish is the least`() {
        var retry = ReadRetry(.brief(.seconds(90)), from: start, deadline: nil)

        let verdict = retry.judge(problem(429, retryAfter: "12"), at: start, chance: 0.9)

        #expect(verdict == .retry(after: .seconds(12)))
    }

    @Test func `a date is a wish too`() {
        let problem = problem(503, retryAfter: "Mon, 23 Nov 2026 02:01:30 GMT")

        #expect(problem.retryAfter == .seconds(90))
        #expect(problem.effect == .refused)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 302])
    func `what does not pass is not tried again`(_ status: Int) {
        var retry = ReadRetry(.long, from: start, deadline: nil)

        #expect(retry.judge(problem(status), at: start, chance: 0) == .giveUp)
    }

    @Test(arguments: ["1000000", "99999999999", "1e300"])
    func `a wish beyond all patience is one too`(_ wish: String) {
        var retry = ReadRetry(.long, from: start, deadline: nil)

        #expect(retry.judge(problem(429, retryAfter: wish), at: start, chance: 0) == .giveUp)
    }

    @Test func `no try begins after the patience or the deadline`() {
        var patient = ReadRetry(.brief(.seconds(10)), from: start, deadline: nil)
        var hurried = ReadRetry(.brief(.seconds(90)), from: start, deadline: start + .seconds(1))
        let late = problem(503, retryAfter: "11")

        #expect(patient.judge(late, at: start, chance: 0) == .giveUp)
        #expect(
            hurried.judge(problem(503, retryAfter: "2"), at: start, chance: 0)
                == .outOfTime(after: .seconds(1)))
        #expect(hurried.judge(problem(503), at: start, chance: 0.9) == .retry(after: .seconds(0.9)))
        #expect(hurried.judge(problem(503), at: start, chance: 0.9) == .retry(after: .seconds(1)))
        #expect(
            hurried.judge(problem(503), at: start + .seconds(1), chance: 0.9)
                == .outOfTime(after: .zero))
    }

    @Test func `an outage is borne only where a change depends on it`() {
        let refused = Problem(TransportError(.couldNotConnect, "connection refused"))
        var brief = ReadRetry(.brief(.seconds(90)), from: start, deadline: nil)
        var long = ReadRetry(.long, from: start, deadline: nil)

        let tries = (1...9).map { _ in brief.judge(refused, at: start, chance: 0) }
        let more = (1...9).map { _ in long.judge(refused, at: start, chance: 0) }

        #expect(tries.firstIndex(of: .giveUp) == 2)
        #expect(!more.contains(.giveUp))
    }
}

struct ProblemTests {
    @Test(arguments: [
        (400, ErrorCode.usage, Problem.Effect.refused), (401, .auth, .refused),
        (402, .quota, .refused), (403, .forbidden, .refused), (404, .notFound, .refused),
        (405, .unsupported, .refused), (408, .usage, .unclear), (409, .conflict, .refused),
        (413, .usage, .refused), (422, .usage, .refused), (423, .conflict, .refused),
        (429, .rateLimited, .refused), (500, .unavailable, .unclear), (501, .unsupported, .refused),
        (502, .unavailable, .unclear), (503, .unavailable, .unclear), (504, .unavailable, .unclear),
        (301, .config, .refused), (302, .config, .unclear), (303, .config, .unclear),
        (307, .config, .refused), (308, .config, .refused), (599, .unavailable, .unclear),
    ])
    func `a status says what it means and whether anything was done`(
        _ status: Int, _ code: ErrorCode, _ effect: Problem.Effect
    ) {
        let problem = problem(status)

        #expect(problem.effect == effect)
        #expect(problem.code == code || status == 408)
    }

    @Test func `an answer that is compressed unasked is told as that`() async throws {
        var response = CloudResponse(
            status: 200, headers: [.init(name: "Content-Encoding", value: "GZIP")],
            body: [0x1f, 0x8b, 8, 0])
        let request = CloudRequest(.get, RequestPath(literal: "/deployments/plans"))

        let problem = #expect(throws: Problem.self) { try response.json() }
        response.headers = [.init(name: "Content-Encoding", value: "identity")]
        response.body = Array("{}".utf8)

        #expect(problem?.reason.hasSuffix("compressed (gzip), which was not asked for") == true)
        #expect(try response.json() == [:])
        #expect(
            request.written().headers.contains(.init(name: "accept-encoding", value: "identity")))
    }

    @Test(arguments: TransportError.Kind.allCases)
    func `only what ends before the sending was never sent`(_ kind: TransportError.Kind) {
        let problem = Problem(TransportError(kind, "detail"))

        let isEarly = [.nameNotResolved, .couldNotConnect, .tlsFailure, .refused].contains(kind)
        #expect((problem.effect == .neverSent) == isEarly)
    }

    @Test func `a stranger's words become one harmless line`() {
        let text = "bad\u{1b}[31m name\r\n\u{202e}evil\u{0} …. "
        let redaction = Redaction()

        #expect(ServerWords.clean(text, hiding: redaction) == "bad [31m name evil …")
        let long = String(repeating: "x", count: 900)
        #expect(ServerWords.clean(long, hiding: redaction)?.count == 300)
        #expect(ServerWords.clean("\n\n", hiding: redaction) == nil)
    }
}

struct DoubtTests {
    private func doubt(after wait: Duration = .zero, leavesTrace: Bool = true) -> Doubt {
        Doubt(sentAt: start, lostAt: start + wait, leavesTrace: leavesTrace)
    }

    @Test func `the absence of a trace means something only after a while`() {
        var doubt = doubt()

        guard case .look = doubt.judge(.nothing, at: start + .seconds(9)) else {
            return #expect(Bool(false))
        }
        guard case .notApplied = doubt.judge(.nothing, at: start + .seconds(10)) else {
            return #expect(Bool(false))
        }
    }

    @Test func `a change without a lasting trace that was looked for late is unknown`() {
        var doubt = doubt(after: .seconds(30), leavesTrace: false)

        guard case .unknown = doubt.judge(.nothing, at: start + .seconds(60)) else {
            return #expect(Bool(false))
        }
    }

    @Test func `what stays undecided is unknown in the end`() {
        var doubt = doubt()

        guard case .look = doubt.judge(.undecided, at: start + .minutes(14)) else {
            return #expect(Bool(false))
        }
        guard case .unknown = doubt.judge(.undecided, at: start + .minutes(15)) else {
            return #expect(Bool(false))
        }
    }
}

struct PacingTests {
    @Test func `readings get rarer with the time something takes`() {
        let pacing = Pacing(fixed: nil, rate: 5)

        let pauses = [0, 10, 60, 600, 36_000].map {
            pacing.pause(elapsed: .seconds($0), waits: 1).inSeconds
        }

        #expect(pauses == [1, 1, 3.6, 36, 60])
    }

    @Test func `many waits share the budget`() {
        let pacing = Pacing(fixed: nil, rate: 5)

        #expect(pacing.pause(elapsed: .zero, waits: 5) == .milliseconds(1_250))
        #expect(pacing.pause(elapsed: .zero, waits: 1_000) == .seconds(250))
    }

    @Test func `a time that was asked for is taken`() {
        let pacing = Pacing(fixed: .seconds(3), rate: 5)

        #expect(pacing.pause(elapsed: .hours(1), waits: 50) == .seconds(3))
    }
}
