import Diagnostics
import ScriptAPI
import ScriptWire
import Testing
import Timekeeping

struct SurroundingsTests {
    @Test func `only granted variables are read`() async throws {
        let rehearsal = Rehearsal()

        #expect(try await rehearsal.call("env", "CHANNEL") == ["alerts"])
        #expect(try await rehearsal.call("env", "UNSET") == [.null])
        #expect(try await rehearsal.call("env", "UNSET", "none") == ["none"])
        let failure = await #expect(throws: APIFailure.self) {
            try await rehearsal.call("env", "HOME", "none")
        }
        #expect(failure?.code == .denied)
        #expect(failure?.hint == "allow it with `--env HOME`")
    }

    @Test func `a question that nobody can answer says how to agree beforehand`() async throws {
        var rehearsal = Rehearsal()

        let failure = await #expect(throws: APIFailure.self) {
            try await rehearsal.call("confirm", "Delete it?")
        }
        #expect(failure?.code == .confirmationRequired)
        #expect(failure?.hint == "give `--yes` to agree beforehand")
        rehearsal.context.console = Answering(consent: .given)
        #expect(try await rehearsal.call("confirm", "Delete it?") == [true])
        rehearsal.context.console = Answering(consent: .refused)
        await #expect(throws: APIFailure.self) { try await rehearsal.call("confirm", "Delete it?") }
    }

    @Test func `a module comes with its text, names, and its owner`() async throws {
        let module = try await Rehearsal().call("require", "backup")

        #expect(module == ["return 1", "@lib/backup.lua", "lib/backup", 1, ""])
    }

    @Test func `sleeping lets the run's time pass`() async throws {
        let rehearsal = Rehearsal()
        let start = rehearsal.clock.now

        _ = try await rehearsal.call("sleep", "90s")

        #expect(rehearsal.clock.now - start == .seconds(90))
        #expect(try await rehearsal.call("clock") == [.float(90)])
        #expect(try await rehearsal.call("now") == [.integer(1_795_399_290_000)])
    }

    @Test func `waiting for a state gives up at its deadline`() async throws {
        let rehearsal = Rehearsal()

        let there = try await rehearsal.call(
            "wait", "staging/orders", "running", .options(["timeout": "1m"]))
        #expect(there[0].handle?.fields["state"] == "running")
        await #expect(throws: (any Error).self) {
            try await rehearsal.call(
                "wait", "staging/orders", ["paused"], .options(["timeout": "1m"]))
        }
    }

    @Test func `times and durations are read and written`() async throws {
        let rehearsal = Rehearsal()

        #expect(
            try await rehearsal.call("time.parse", "2026-11-23T02:00:00Z") == [1_795_399_200_000])
        #expect(try await rehearsal.call("duration", "2h30m") == [9000])
        #expect(try await rehearsal.call("duration", "250ms") == [.float(0.25)])
        #expect(try await rehearsal.call("time.human", 9000) == ["2h30m"])
        #expect(try await rehearsal.call("time.human", .float(-61.5)) == ["-1m01s"])
    }

    @Test func `a run tells about itself`() throws {
        let facts = try #require(Rehearsal().context.run.value.map)

        #expect(facts["date"] == "2026-11-23")
        #expect(facts["mode"] == "test")
        #expect(facts["short_id"] == .text(String(RunFacts.sha256(Array("run-1".utf8)).prefix(6))))
        #expect(facts["attempt"] == 1)
        #expect(facts["resumed"] == false)
    }
}

struct JSONFunctionTests {
    @Test func `integers stay integers and keys are in order`() async throws {
        let value: WireValue = .options(["b": 1, "a": .float(1.5), "c": [true, .jsonNull]])

        let text = try await Rehearsal().call("json.encode", value)

        #expect(text == [#"{"a":1.5,"b":1,"c":[true,null]}"#])
    }

    @Test func `null becomes a value of its own`() async throws {
        let value = try await Rehearsal().call("json.decode", #"{"a":[1,null],"b":{}}"#)

        #expect(value[0].map?["a"] == [1, .jsonNull])
        #expect(value[0].map?["b"] == .map(WireMap()))
    }

    @Test func `what JSON cannot hold is named by its place`() async throws {
        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal().call(
                "json.encode", .options(["rows": [.opaque("function")]]))
        }

        #expect(
            failure?.message
                == #"graphene.json.encode: `value["rows"][1]` must be something that JSON can hold, not a function"#
        )
    }

    @Test func `a secret is never written down`() async throws {
        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal().call(
                "json.encode", .handle(WireHandle(kind: "secret", id: "parameter/token")))
        }

        #expect(failure?.hint == "a secret never leaves the host")
    }

    @Test func `a text that is no JSON is refused`() async throws {
        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal().call("json.decode", "{")
        }

        #expect(failure?.code == .usage)
    }

    @Test func `a time is written as text and an object of the cloud by its fields`() async throws {
        let rehearsal = Rehearsal()
        let handle = WireHandle(kind: "plugin", id: "p", fields: WireMap(fields: [("id", "p")]))

        let text = try await rehearsal.call(
            "json.encode", [.time(rehearsal.clock.now), .handle(handle)])

        #expect(text == [#"["2026-11-23T02:00:00Z",{"id":"p"}]"#])
    }
}
