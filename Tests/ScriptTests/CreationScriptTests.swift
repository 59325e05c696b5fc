import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptHost
import SimulatedCloud
import Testing
import Timekeeping

/// `create.lua`, `clone.lua` and `create_from_snapshot.lua`.
struct CreationScriptTests {
    private let fresh: KeyValuePairs = [
        "name": "fresh", "env": "staging", "plan": "DS2", "version": "5.26.1",
    ]

    @Test(arguments: SimulatedPath.allCases)
    func `create makes a database that runs, and a second run finds it`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("create", fresh)
            let again = try await stage.run("create", fresh)

            #expect(run.text.hasPrefix("staging/fresh runs on plan DS2 at bolt://"))
            #expect(run.output("changed") == true)
            #expect(run.changingRequests == ["POST {v}"])
            #expect(run.changes == ["create staging/fresh"])
            #expect(
                run.difference == [
                    "+ staging/fresh running DS2 data staging/fresh 0 at staging/fresh"
                ])
            #expect(again.text == "staging/fresh exists and runs; nothing was changed")
            #expect(again.output("changed") == false)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test func `one that is there and paused is neither waited for nor changed`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                "create",
                ["name": "reports", "env": "production", "plan": "DS2", "version": "5.26.1"])

            #expect(run.text.contains("production/reports exists and is paused"))
            #expect(run.output("changed") == false)
            #expect(run.changingRequests == [] && run.after.now - run.before.now < .seconds(10))
        }
    }

    @Test(arguments: [
        ("clone", "POST /deployments/databases/{v}/{d}/clone"),
        ("create_from_snapshot", "POST /deployments/databases/{v}/restore"),
    ])
    func `what a failed run left is not taken for a copy`(
        _ script: String, _ route: String
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let parameters: KeyValuePairs = [
                "source": "production/orders", "name": "copy", "env": "dr",
            ]
            stage.failNext(route, with: .operationFails)
            _ = try await stage.run(script, parameters)

            let again = try await stage.run(script, parameters)

            #expect(again.code == .unhealthy && again.exitStatus == 7)
            #expect(again.message.hasPrefix("dr/copy exists and is paused: on purpose, or left by"))
            #expect(again.output("changed") == false)
            #expect(again.changingRequests == [] && again.difference == [])
            #expect(again.after.now - again.before.now < .seconds(10))
        }
    }

    @Test func `create does not take a database of another kind for the one asked for`()
        async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                "create",
                ["name": "orders", "env": "staging", "plan": "DS3", "version": "5.26.1"])

            #expect(run.code == .conflict)
            #expect(run.message.contains("plan is DS2, not DS3"))
            #expect(run.message.contains("edition is enterprise, not community"))
            #expect(run.changingRequests == [])
        }
    }

    @Test func `create tells which versions there are`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                "create", ["name": "fresh", "env": "staging", "plan": "DS2", "version": "5.26"])

            #expect(run.exitStatus == 5)
            #expect(run.hint == "it has 4.4.38, 5.26.1")
            #expect(run.changingRequests == [])
        }
    }

    @Test func `create passes on why the cloud refuses`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(
                "create", ["name": "fresh", "env": "staging", "plan": "DS77", "version": "5.26.1"])

            #expect(run.report.failure != nil)
            #expect(run.message.contains("DS77"), "\(run.message)")
            #expect(run.changes == [] && run.difference == [])
            #expect(run.warnings == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `clone copies the data as it is, and a second run makes no other clone`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            stage.withCloud { $0.write(to: "production/orders") }
            let parameters: KeyValuePairs = ["source": "production/orders", "env": "staging"]

            let run = try await stage.run("clone", parameters)
            stage.withCloud { $0.write(to: "production/orders") }
            let again = try await stage.run("clone", parameters)

            #expect(run.text.hasPrefix("staging/orders_clone is a clone of production/orders"))
            #expect(run.changingRequests == ["POST {v}/{d}/clone"])
            #expect(run.changes == ["clone production/orders"])
            #expect(
                run.difference == [
                    "+ staging/orders_clone running DS4 data production/orders 2 at staging/orders_clone"
                ])
            #expect(again.text.hasSuffix("nothing was changed"))
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test func `clone does not pass off an old clone as a new one`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let parameters: KeyValuePairs = ["source": "staging/catalog", "max_age": "1h"]
            _ = try await stage.run("clone", parameters)
            stage.wait(.hours(2))

            let again = try await stage.run("clone", parameters)

            #expect(again.code == .conflict)
            #expect(again.changingRequests == [])
        }
    }

    @Test func `a clone that fails is told, with what it may have left`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            stage.failNext("POST /deployments/databases/{v}/{d}/clone", with: .operationFails)

            let run = try await stage.run(
                "clone", ["source": "production/orders", "env": "dr", "name": "copy"])

            #expect(run.exitStatus == 1 && run.code == .operationFailed)
            #expect(
                run.warnings == [
                    """
                    dr/copy was begun and stays, and may cost money: run this again once it has \
                    settled, or delete it
                    """
                ])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `create from snapshot brings back its data, and a second run makes no other database`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let parameters: KeyValuePairs = [
                "source": "production/orders", "name": "before", "env": "staging",
            ]

            let run = try await stage.run("create_from_snapshot", parameters)
            let again = try await stage.run("create_from_snapshot", parameters)

            #expect(run.text.hasSuffix("the data of production/orders as of 2026-11-22T00:00:00Z"))
            #expect(run.changingRequests == ["POST {v}/restore"])
            #expect(
                run.difference == [
                    "+ staging/before running DS4 data production/orders 0 at staging/before"
                ])
            #expect(again.text.hasSuffix("nothing was changed"))
            #expect(again.output("changed") == false)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: ["dates=iso", "dates=absent"])
    func `create from snapshot takes the one that is named, however old`(
        _ assumption: String
    ) async throws {
        try await ScriptStage.with(.inProcess, assuming: [assumption]) { stage in
            let id = try #require(stage.withCloud { $0.snapshots(of: "staging/orders").first?.id })
            let parameters: KeyValuePairs = ["source": "staging/orders", "name": "x"]

            let newest = try await stage.run("create_from_snapshot", parameters)
            let named = try await stage.run(
                "create_from_snapshot",
                ["source": "staging/orders", "name": "x", "snapshot": id])
            let unknown = try await stage.run(
                "create_from_snapshot",
                ["source": "staging/orders", "name": "y", "snapshot": "none"])

            #expect(newest.exitStatus == 5)
            #expect(
                newest.message.contains("--param snapshot=ID (\(id))")
                    == (assumption == "dates=absent"))
            #expect(named.output("snapshot") == .string(id))
            #expect(named.changes == ["create_from_snapshot staging/x"])
            #expect(unknown.exitStatus == 5 && unknown.message.hasSuffix("with the id none"))
            #expect(newest.changingRequests + unknown.changingRequests == [])
        }
    }

    @Test func `create from snapshot takes none that is too old or of another label`() async throws
    {
        try await ScriptStage.with(.inProcess) { stage in
            let old = try await stage.run(
                "create_from_snapshot", ["source": "staging/orders", "name": "x"])
            let other = try await stage.run(
                "create_from_snapshot",
                ["source": "production/orders", "name": "x", "label": "after-migration"])

            #expect(old.exitStatus == 5)
            #expect(old.message.contains("no usable on-demand snapshot of the last 7d"))
            #expect(other.exitStatus == 5)
            #expect(other.message.contains("labelled after-migration"))
            #expect(old.changingRequests + other.changingRequests == [])
        }
    }
}
