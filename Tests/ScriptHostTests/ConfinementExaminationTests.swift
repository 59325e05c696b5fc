import ScriptHost
import Testing

struct ConfinementExaminationTests {
    @Test func `a script process that cannot say what it could do shows nothing`() async throws {
        let found = try await ConfinementExamination.run("/bin/true")

        #expect(found.attempts.count == 4)
        for attempt in found.attempts {
            #expect(!attempt.isHeld)
            #expect(attempt.confined == .unclear("it exited with status 0: "))
        }
    }

    @Test func `what the kernel refuses is held`() async throws {
        let found = try await ConfinementExamination.run(ScriptHost.scriptProcessPath())

        for attempt in found.attempts { #expect(attempt.isHeld, "\(attempt)") }
    }
}
