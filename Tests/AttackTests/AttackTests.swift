import Foundation
import JSONDocument
import ScriptHost
import Testing

/// Every attack of `Attacks/` is run as a script of its own and must end as its header says.
@Suite(.timeLimit(.minutes(5)))
struct AttackTests {
    @Test(arguments: try Attack.all)
    func `an attack is held, and the host goes on as if nothing had been`(
        _ attack: Attack
    ) async throws {
        let run = try await AttackRun(attack)

        expectHeld(attack, run)
        let next = try await AttackRun.honest()
        #expect(next.report.failure == nil, "\(next.report.failure as Any)")
        #expect(next.report.result == [33, "X", "orders", "paused"])
    }

    private func expectHeld(_ attack: Attack, _ run: AttackRun) {
        let (report, ending) = (run.report, Attack.Ending(run.report))
        #expect(
            attack.endings.contains(ending),
            "\(report.failure as Any)\n\(run.printed.prefix(2_000))")
        #expect(report.failure?.message.contains("syntax error") != true)
        for text in attack.prints { #expect(run.printed.contains(text)) }
        for text in attack.tells { #expect(run.told.contains(text)) }
        for text in attack.hides { #expect(!run.told.contains(text)) }
        if let message = attack.message {
            #expect(report.failure?.message.contains(message) == true)
        }
        #expect(report.memoryPeak <= attack.limits.memory)
        #expect(run.printed.utf8.count <= attack.limits.output)
        #expect(run.leftProcesses.isEmpty)
        #expect(run.changes == 0, "an attack changed the account")
    }
}
