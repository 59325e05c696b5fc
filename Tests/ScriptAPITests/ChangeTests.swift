import CloudClient
import CloudSimulator
import Diagnostics
import ScriptAPI
import ScriptWire
import Synchronization
import Testing
import Timekeeping

struct ChangeTests {
    @Test func `a changing verb refuses a bare name and tells the full one`() async throws {
        let rehearsal = Rehearsal()

        let error = await #expect(throws: CloudError.self) {
            try await rehearsal.call("pause", "archive")
        }
        #expect(error?.code == .usage)
        let text = "\(error?.message ?? "") \(error?.hint ?? "")"
        #expect(text.contains("dr/archive"))
        #expect(rehearsal.changes.isEmpty)
    }

    @Test func `pausing tells whether anything changed, and a second time changes nothing`()
        async throws
    {
        let rehearsal = Rehearsal()

        let first = try await rehearsal.call("pause", "staging/orders")
        let second = try await rehearsal.call("pause", "staging/orders")

        #expect(first[0].handle?.fields["state"] == "paused")
        #expect(first[1] == true)
        #expect(second[1] == false)
        #expect(rehearsal.changes == ["pause staging/orders"])
    }

    @Test func `a handle works where a name does`() async throws {
        let rehearsal = Rehearsal()
        let handle = try await rehearsal.database("staging/customers")

        let resumed = try await rehearsal.call("resume", handle.fromScript)

        #expect(resumed[0].handle?.fields["state"] == "running")
        #expect(rehearsal.changes == ["start staging/customers"])
    }

    @Test func `a change that is not waited for returns an operation that can be`() async throws {
        let rehearsal = Rehearsal()

        let operation = try await rehearsal.call(
            "pause", "staging/orders", .options(["wait": false]))
        #expect(operation.count == 1)
        let handle = try #require(operation[0].handle)
        #expect(handle.kind == "operation")
        #expect(handle.fields["db"]?.handle?.kind == "database")
        let results = try await rehearsal.call("operation.wait", operation[0].fromScript)

        #expect(results[0].handle?.fields["state"] == "paused")
    }

    @Test func `a clone that was not waited for knows how old its data is`() async throws {
        let rehearsal = Rehearsal()
        let began = rehearsal.clock.now

        let operation = try await rehearsal.call(
            "clone", "staging/orders", .options(["wait": false]))
        let results = try await rehearsal.call("operation.wait", operation[0].fromScript)

        let time = try TimeArgument(results[0].handle?.fields["data_as_of"] ?? .null)
        #expect(time.instant == began)
    }

    @Test func `an operation can be looked up and waited for by another run`() async throws {
        let rehearsal = Rehearsal()
        let pending = try await rehearsal.call("pause", "staging/orders", .options(["wait": false]))
        let id = try #require(pending[0].handle?.fields["id"])

        var other = rehearsal
        other.context.memory = RunMemory(shortID: "000000")
        let found = try await other.call("operation", "staging/orders", id)
        let ended = try await other.call("operation.wait", found[0].fromScript)

        #expect(found[0].handle?.fields["id"] == id)
        #expect(ended[0].handle?.fields["status"] == "finished")
    }

    @Test func `a clone is named after its source and the run, and knows how old its data is`()
        async throws
    {
        let rehearsal = Rehearsal()
        let short = rehearsal.context.run.shortID

        let copy = try await rehearsal.fields("clone", "staging/orders")
        let second = try await rehearsal.fields("clone", "staging/orders", "dr")

        #expect(copy["ref"] == .text("staging/orders_\(short)"))
        #expect(second["ref"] == .text("dr/orders_\(short)_2"))
        #expect(copy["data_as_of"] == .time(CloudSimulator.epoch))
    }

    @Test func `a long name is cut in a copy's name`() {
        let memory = RunMemory(shortID: "abc123")

        let names = (1...3).map { _ in memory.nextCopyName(for: "a-very-long-database-name") }

        #expect(
            names == [
                "a-very-long-databa_abc123", "a-very-long-databa_abc123_2",
                "a-very-long-databa_abc123_3",
            ])
    }

    @Test func `a database is created from a snapshot named by label`() async throws {
        let rehearsal = Rehearsal()

        let fields = try await rehearsal.fields(
            "create_from_snapshot", "staging/orders@clean", "orders_test", .options(["env": "dr"]))

        #expect(fields["ref"] == "dr/orders_test")
        #expect(fields["data_as_of"]?.typeName == "time")
    }

    @Test func `a snapshot handle restores another database`() async throws {
        let rehearsal = Rehearsal()
        let snapshot = try await rehearsal.call(
            "latest_snapshot", "production/orders", .options(["max_age": "3d"]))

        let restored = try await rehearsal.call("restore", "staging/orders", snapshot[0].fromScript)

        #expect(restored.count == 1)
        #expect(restored[0].handle?.fields["ref"] == "staging/orders")
        #expect(rehearsal.changes == ["restore staging/orders"])
    }

    @Test func `a snapshot that is not there is not found, with those that are`() async throws {
        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal().call("restore", "staging/orders", "production/customers@quarter")
        }

        #expect(failure?.code == .notFound)
        #expect(failure?.hint == "it has quarter-end, before-import")
    }

    @Test func `deleting what is gone is false by id and an error by name`() async throws {
        let rehearsal = Rehearsal()
        let handle = try await rehearsal.database("dr/archive")

        #expect(try await rehearsal.call("delete", handle.fromScript) == [true])
        #expect(try await rehearsal.call("delete", handle.fromScript) == [false])
        let error = await #expect(throws: CloudError.self) {
            try await rehearsal.call("delete", "dr/archive")
        }
        #expect(error?.code == .notFound)
    }

    @Test func `settings are merged, and the differences told without secrets`() async throws {
        let rehearsal = Rehearsal(params: [("token", "env:TOKEN")])
        let params = try await rehearsal.call(
            "params", .options(["token": .options(["type": "secret"])]))
        let secret = try #require(params[0].map?["token"])

        let results = try await rehearsal.call(
            "set_settings", "staging/orders",
            .options(["a.heap": "4G", "b.token": secret.fromScript, "c.size": 3]))

        #expect(results[1] == true)
        let keys = results[2].list?.compactMap { $0.map?["key"]?.text }
        #expect(keys == ["a.heap", "b.token", "c.size"])
        #expect(results[2].list?[1].map?["after"]?.typeName == "secret")
        let shown = String(describing: results)
        #expect(!shown.contains(String(describing: Array("hunter2".utf8))))
    }

    @Test func `a plugin's file is hashed before a byte is sent`() async throws {
        let rehearsal = Rehearsal()
        let options: WireValue = .options([
            "name": "apoc", "file": "plugins/apoc.jar", "sha256": "00",
        ])

        let failure = await #expect(throws: APIFailure.self) {
            try await rehearsal.call("install_plugin", "staging/catalog", options)
        }

        #expect(failure?.code == .integrity)
        #expect(rehearsal.changes.isEmpty)
    }

    @Test func `a plugin is installed and removed`() async throws {
        let rehearsal = Rehearsal()
        let hash = RunFacts.sha256(Array("jar".utf8))
        let options: WireValue = .options([
            "name": "apoc", "file": "plugins/apoc.jar", "sha256": .text(hash),
        ])

        let installed = try await rehearsal.call("install_plugin", "staging/catalog", options)
        let removed = try await rehearsal.call("remove_plugin", "staging/catalog", "apoc")
        let again = try await rehearsal.call("remove_plugin", "staging/catalog", "apoc")

        #expect(installed[0].handle?.fields["name"] == "apoc")
        #expect(installed[1] == true)
        #expect(removed[1] == true)
        #expect(again == [.null, false])
    }

    @Test func `a database that is there is not made again, and one too old is a conflict`()
        async throws
    {
        let rehearsal = Rehearsal()
        let options: WireValue = .options(["env": "dr", "from": "staging/orders"])

        let made = try await rehearsal.call("ensure_db", "orders", options)
        let found = try await rehearsal.call("ensure_db", "orders", options)
        let failure = await #expect(throws: APIFailure.self) {
            try await rehearsal.call(
                "ensure_db", "archive", .options(["env": "dr", "max_age": "7d"]))
        }

        #expect(made[1] == true)
        #expect(found[1] == false)
        #expect(rehearsal.changes == ["clone staging/orders"])
        #expect(failure?.code == .conflict)
    }

    @Test func `a resize to the same plan changes nothing`() async throws {
        let rehearsal = Rehearsal()

        let same = try await rehearsal.call("resize", "staging/orders", "DS2")
        let other = try await rehearsal.call("resize", "staging/orders", "DS3")

        #expect(same[1] == false)
        #expect(other[1] == true)
        #expect(other[0].handle?.fields["plan"] == "DS3")
    }

    @Test func `what an effect is doing is reported`() async throws {
        let rehearsal = Rehearsal()

        _ = try await rehearsal.call("restart", "staging/orders")

        let stages = rehearsal.heard.progress.withLock { $0.map(\.stage) }
        #expect(stages.contains(.requesting))
        #expect(stages.last == .done)
    }
}
