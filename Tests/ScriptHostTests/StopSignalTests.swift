import Glibc
import ScriptHost
import Testing
import Timekeeping

struct StopSignalTests {
    private func verdicts(_ signals: [(Int32, Int64)]) -> [StopSignalJudge.Verdict] {
        var judge = StopSignalJudge()
        return signals.map { judge.judge($0.0, at: Instant(secondsSince1970: $0.1)) }
    }

    @Test func `the first hangup lets the run go on, a later one is as SIGTERM`() {
        #expect(
            verdicts([(SIGHUP, 0), (SIGHUP, 100), (SIGHUP, 200)])
                == [.detach, .stop(.terminated), .stop(.terminated)])
    }

    @Test func `the two signals of one hangup count once`() {
        #expect(
            verdicts([(SIGHUP, 0), (SIGHUP, 1), (SIGHUP, 2)])
                == [.detach, .nothing, .stop(.terminated)])
    }

    @Test func `Ctrl-C stops, stops at once, and ends`() {
        #expect(
            verdicts([(SIGINT, 0), (SIGINT, 0), (SIGINT, 0)])
                == [.stop(.interrupted), .stop(.interrupted), .exit(130)])
    }

    @Test func `only a second stop is one at once`() {
        var judge = StopSignalJudge()
        let isAtOnce = [SIGHUP, SIGINT, SIGTERM].map { number in
            _ = judge.judge(number, at: Instant(secondsSince1970: 0))
            return judge.isAtOnce
        }

        #expect(isAtOnce == [false, false, true])
    }

    @Test func `a hangup does not count as a stop`() {
        #expect(
            verdicts([(SIGHUP, 0), (SIGTERM, 1), (SIGTERM, 2)])
                == [.detach, .stop(.terminated), .stop(.terminated)])
    }
}
