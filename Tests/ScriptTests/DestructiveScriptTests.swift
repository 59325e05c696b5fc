import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import SimulatedCloud
import Testing

/// `restore.lua` and `delete.lua`.
struct DestructiveScriptTests {
    private let restore: KeyValuePairs = ["db": "staging/orders", "source": "production/orders"]

    @Test(arguments: SimulatedPath.allCases)
    func `restore replaces the data only, and a second run asks again`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("restore", restore, consent: .given)
            let again = try await stage.run("restore", restore)

            #expect(
                run.text
                    == "staging/orders has the data of production/orders as of 2026-11-22T00:00:00Z"
            )
            #expect(run.changingRequests == ["POST {v}/{d}/restore"])
            #expect(run.changes == ["restore staging/orders"])
            #expect(
                run.difference == [
                    "- staging/orders running DS2 data staging/orders 1 at staging/orders",
                    "+ staging/orders running DS2 data production/orders 0 at staging/orders",
                ])
            #expect(again.code == .confirmationRequired && again.exitStatus == 6)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `restore takes a snapshot first when told to, and never restores from that one`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let parameters: KeyValuePairs = [
                "db": "production/orders", "safety_snapshot": "true",
            ]
            let run = try await stage.run("restore", parameters, consent: .given)
            let again = try await stage.run(
                "restore", ["db": "production/orders"], consent: .given)

            #expect(
                run.changingRequests == ["POST {v}/{d}/snapshots/manual", "POST {v}/{d}/restore"])
            #expect(
                run.difference.last
                    == "+ production/orders running DS4 data production/orders 0 at production/orders"
            )
            #expect(again.output("snapshot") == run.output("snapshot"))
            #expect(again.output("snapshot") != run.output("safety_snapshot"))
        }
    }

    @Test func `restore takes the snapshot that is named where the cloud tells no ages`()
        async throws
    {
        try await ScriptStage.with(.inProcess, assuming: ["dates=absent"]) { stage in
            let id = try #require(
                stage.withCloud { $0.snapshots(of: "production/orders").first?.id })

            let newest = try await stage.run("restore", restore, consent: .given)
            let named = try await stage.run(
                "restore",
                ["db": "staging/orders", "source": "production/orders", "snapshot": id],
                consent: .given)

            #expect(newest.exitStatus == 5 && newest.message.contains(id))
            #expect(newest.changingRequests == [])
            #expect(named.changes == ["restore staging/orders"])
            #expect(named.output("data_as_of") == "an unknown time")
        }
    }

    @Test func `restore without the safety snapshot it was to take does not restore`() async throws
    {
        try await ScriptStage.with(.inProcess, assuming: ["snapshot-routes=unsupported"]) { stage in
            let run = try await stage.run(
                "restore", ["db": "production/orders", "safety_snapshot": "true"], consent: .given)

            #expect(run.code == .unsupported)
            #expect(run.changes == [] && run.difference == [])
        }
    }

    @Test func `restore asks with what is lost and from when the data is`() async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("restore", restore, consent: .refused)

            #expect(
                run.questions == [
                    """
                    Replace all data of staging/orders by the snapshot before-migration of \
                    production/orders, taken 2026-11-22T00:00:00Z? What was written since is lost; \
                    no snapshot is taken first.
                    """
                ])
            #expect(run.exitStatus == 6)
            #expect(run.changingRequests == [])
        }
    }

    @Test(arguments: SimulatedPath.allCases)
    func `delete deletes the one database, and a second run does not find it`(
        _ path: SimulatedPath
    ) async throws {
        try await ScriptStage.with(path) { stage in
            let run = try await stage.run("delete", ["db": "staging/catalog"], consent: .given)
            let again = try await stage.run("delete", ["db": "staging/catalog"], consent: .given)

            #expect(run.text == "staging/catalog is deleted")
            #expect(run.changingRequests == ["DELETE {v}/{d}"])
            #expect(
                run.difference == [
                    "- staging/catalog running DS1 data staging/catalog 1 at staging/catalog"
                ])
            #expect(again.code == .notFound && again.exitStatus == 5)
            #expect(again.changingRequests == [] && again.difference == [])
        }
    }

    @Test(arguments: [Consent.nobodyToAsk, .refused])
    func `delete does nothing unasked`(_ consent: Consent) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run("delete", ["db": "staging/orders"], consent: consent)

            #expect(run.exitStatus == 6)
            #expect(run.questions.count == 1)
            #expect(
                run.questions[0].hasPrefix("Delete staging/orders (running, plan DS2, created "))
            #expect(run.questions[0].contains("1 on-demand snapshot"))
            #expect(run.changingRequests == [] && run.difference == [])
        }
    }

    @Test(arguments: ["delete", "restore"])
    func `a name without its environment is not enough to destroy data`(
        _ script: String
    ) async throws {
        try await ScriptStage.with(.inProcess) { stage in
            let run = try await stage.run(script, ["db": "archive"], consent: .given)

            #expect(run.code == .usage && run.exitStatus == 2)
            #expect(run.hint.contains("dr/archive"))
            #expect(run.questions == [] && run.changingRequests == [])
        }
    }
}
