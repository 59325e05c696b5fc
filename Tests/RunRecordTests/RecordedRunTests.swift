import JSONDocument
import Testing

@testable import RunRecord

/// What a record that ends anywhere says of a change.
struct RecordedRunTests {
    private func read(_ lines: [String]) throws -> RecordedRun {
        var result: RecordedRun?
        try withRecords { folder in
            try folder.write("aa11", [Sample.header()] + lines)
            result = try RecordReader(folder).read("aa11")
        }
        return try #require(result)
    }

    @Test(arguments: [
        ([Sample.started], RecordedEffect.Outcome.notStarted),
        ([Sample.started, Sample.intent], .unknown),
        ([Sample.started, Sample.intent, Sample.refused], .notDone),
        ([Sample.started, Sample.intent, Sample.accepted], .stillRunning),
        ([Sample.started, Sample.intent, Sample.accepted, Sample.done], .done),
    ])
    func `a killed run says of each change how far it is known`(
        lines: [String], outcome: RecordedEffect.Outcome
    ) throws {
        let run = try read(lines)

        #expect(run.state == .interrupted)
        #expect(run.effects.map(\.outcome) == [outcome])
    }

    @Test func `an intent names the database and the operation that followed`() throws {
        let effect = try #require(
            try read([Sample.started, Sample.intent, Sample.accepted]).effects.first)

        #expect(effect.database == "d1")
        #expect(effect.vendor == "graphneo")
        #expect(effect.operation == "op1")
        #expect(effect.target == "s/o")
    }

    @Test func `nothing follows from a record that lacks lines`() throws {
        let run = try read([Sample.started, "{broken", Sample.line(4, "printed", #""text":"x""#)])

        #expect(run.gaps == ["line 3 is no record's and was left out"])
        #expect(run.effects.map(\.outcome) == [.unknown])
    }

    @Test func `a second sending without an answer is unknown again`() throws {
        let again = Sample.line(
            4, "intent", #""id":4,"verb":"pause","target":"s/o","method":"POST","path":"/p""#)

        let run = try read([Sample.started, Sample.intent, Sample.refused, again])

        #expect(run.effects.map(\.outcome) == [.unknown])
    }

    @Test func `a change that was waited for later is done`() throws {
        let left = Sample.line(
            4, "effect_ended", #""id":4,"verb":"pause","outcome":"still_running""#)
        let settled = Sample.line(5, "effect_settled", #""id":4,"verb":"pause","outcome":"done""#)

        let run = try read([Sample.started, Sample.intent, Sample.accepted, left, settled])

        #expect(run.effects.map(\.outcome) == [.done])
        #expect(!run.needsLook)
    }

    @Test func `an end has its status and its error`() throws {
        let run = try read([
            Sample.line(
                1, "ended",
                #""exit_status":6,"error":{"code":"denied","message":"no","script":"a.lua","line":3}"#
            )
        ])

        #expect(run.state == .ended)
        #expect(run.ending?.exitStatus == 6)
        #expect(run.ending?.code == "denied")
        #expect(run.ending?.place == "a.lua:3")
    }

    @Test func `the origin of a secret parameter is kept, for running it again`() throws {
        let run = try read([
            Sample.line(
                1, "parameters", #""values":{"db":"s/o"},"origins":[["password","env:P"]]"#)
        ])

        #expect(run.parameters == ["db": "s/o", "password": "env:P"])
    }
}
