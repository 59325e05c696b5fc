import CloudSimulator
import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptHost
import ScriptWire
import TOMLDocument
import Testing
import Timekeeping

/// What a run as a whole was granted, by its manifest and by flags.
struct RunGrantTests {
    private static func run(
        _ script: String, allow: [String] = [], deny: [String] = [], targets: [String] = [],
        manifest: RunGrants.Rule? = nil
    ) async throws -> RunReport {
        let flags = try RunGrants.flags(allow: allow, deny: deny, targets: targets)
        return await TestRun(script) {
            $0.grants = RunGrants((manifest.map { [$0] } ?? []) + flags)
        }.report
    }

    @Test func `a run may do everything unless something says otherwise`() async throws {
        #expect(RunGrants().granted == .everything)
        #expect(try await Self.run("graphene.pause 'staging/orders'").failure == nil)
    }

    @Test(arguments: [
        (["read,pause"], [String](), "--allow read,pause", "`--allow read,pause,delete`"),
        (["read", "pause"], [], "--allow read,pause", "`--allow read,pause,delete`"),
        ([], ["delete"], "--deny delete", "leave that out"),
    ])
    func `a flag takes effects from the script too`(
        _ allow: [String], _ deny: [String], _ reason: String, _ hint: String
    ) async throws {
        let report = try await Self.run(
            "graphene.pause 'staging/orders' graphene.delete 'staging/orders'", allow: allow,
            deny: deny)

        #expect(report.failure?.code == .denied)
        #expect(report.exitStatus == 6)
        #expect(report.failure?.message.contains("not granted `delete` (`\(reason)`") == true)
        #expect(report.failure?.hint?.contains(hint) == true)
    }

    @Test func `a manifest's grants are named with their place`() async throws {
        let manifest = RunGrants.Rule(
            effects: [.read, .pause], targets: ["staging/*"],
            origin: .file("graphene.toml", line: 9))

        let report = try await Self.run("graphene.delete 'staging/orders'", manifest: manifest)
        let elsewhere = try await Self.run("graphene.pause 'production/orders'", manifest: manifest)
        let widened = try await Self.run(
            "graphene.delete 'staging/orders'", allow: ["delete"], manifest: manifest)

        #expect(report.failure?.message.contains("(graphene.toml:9)") == true)
        #expect(report.failure?.hint?.contains(#"`effects = ["read", "pause", "delete"]`"#) == true)
        #expect(elsewhere.failure?.code == .denied)
        #expect(
            elsewhere.failure?.message.contains(
                "production/orders is outside of what may be changed, `staging/*` (graphene.toml:9)"
            )
                == true)
        #expect(widened.failure?.code == .denied)
        #expect(
            elsewhere.failure?.hint?.contains(
                #"in `[grants]`: `targets = ["staging/*", "production/orders"]`"#) == true)
    }

    @Test(arguments: [
        ("graphene.pause('production/orders')", true),
        ("graphene.pause('id:' .. graphene.db('production/orders').id)", true),
        ("graphene.clone('production/orders', 'staging')", true),
        ("graphene.clone('staging/orders', 'production')", true),
        (
            "graphene.create('new', { env = 'production', plan = 'DS1', version = '5.26.1', edition = 'community' })",
            true
        ),
        ("graphene.switch_dns('staging/orders', 'production/orders')", true),
        (
            "graphene.api('DELETE', '/deployments/databases/graphneo/'"
                + " .. graphene.db('production/orders').id)", true
        ),
        ("graphene.api('POST', '/anything')", true),
        (rawClone(to: "production"), true),
        (rawClone(to: "staging"), false),
        (rawChange("/restore", "{ snapshotId = 'x' }"), true),
        (rawChange("/restore;x", "{ id = 'x' }"), true),
        (rawChange("/Restore%20", "{ id = 'x' }"), true),
        (rawChange("/copies", "{ { [\"snapshot-id\"] = 'x' } }"), true),
        ("graphene.restore('staging/orders', \(productionSnapshot))", true),
        ("graphene.create_from_snapshot(\(productionSnapshot), 'new', { env = 'staging' })", true),
        ("graphene.ensure_db('new', { env = 'staging', from = \(productionSnapshot) })", true),
        ("graphene.restore('staging/orders', graphene.snapshot('staging/orders'))", false),
        ("graphene.switch_dns('production/orders', 'staging/orders')", true),
        ("graphene.switch_dns('staging/orders', 'staging/catalog'):revert()", false),
        ("graphene.pause('staging/orders')", false),
        ("graphene.status('production/orders')", false),
        ("graphene.api('GET', '/deployments/plans')", false),
    ])
    func `a target limits changes by what the host has read`(
        _ script: String, _ isDenied: Bool
    ) async throws {
        let report = try await Self.run(script, targets: ["staging/*", "dr/*"])

        #expect((report.failure?.code == .denied) == isDenied, "\(report.failure?.message ?? "ok")")
        #expect(report.effects.allSatisfy { !isDenied || $0.outcome == .notDone })
    }

    private static let productionSnapshot = "graphene.snapshots('production/orders')[1]"

    private static func rawChange(_ path: String, _ body: String) -> String {
        "graphene.api('POST', '/deployments/databases/graphneo/' .. graphene.db('staging/orders').id"
            + " .. '\(path)', { body = \(body) })"
    }

    private static func rawClone(to environment: String) -> String {
        """
        graphene.api("POST", "/deployments/databases/graphneo/" .. graphene.db("staging/orders").id .. "/clone",
          { body = { name = "copy", environmentId = graphene.environment("\(environment)").id } })
        """
    }

    @Test func `whose data a snapshot holds is read, and not believed`() async throws {
        let cloud = CloudSimulator()
        let script = """
            local snapshot, staging = \(Self.productionSnapshot), graphene.db("staging/orders")
            return snapshot.id, staging.id, graphene.environment("staging").id
            """
        let ids = await TestRun(script, on: cloud).report.result
        guard case .array(let found)? = ids else { throw CancellationError() }
        let texts = found.compactMap(\.string)
        let forged = WireHandle(
            kind: "snapshot", id: HandleID.join(texts[2], texts[1], texts[0]))
        let peer = ScriptedPeer(
            ScriptedPeer.greeting + [
                .say([
                    .effect(1, "restore", ["staging/orders", .handle(forged)]),
                    .idle(framesRead: 1),
                ])
            ])
        let (stops, stop) = AsyncStream<StopReason>.makeStream()

        let report = try await peer.run(stops: stops, observers: [Stopper(stop)]) {
            configuration, _ in
            configuration.grants = RunGrants(
                try RunGrants.flags(allow: [], deny: [], targets: ["staging/*"]))
        }

        #expect(report.effects.map(\.code) == [.denied], "\(report.failure as Any)")
        #expect(report.effects.first?.message?.contains("whose data it would copy") == true)
    }

    @Test func `a library that asks for what the run has not is named`() async throws {
        let acts = SharedCode.package("acts", ["init.lua": "graphene.pause('staging/orders')"])

        let report = await TestRun("require 'acts'") {
            $0.libraries = SharedCode.set([acts], allowing: [("acts", [.read])])
            $0.grants = RunGrants([
                RunGrants.Rule(
                    effects: [.read], targets: nil, origin: .file("graphene.toml", line: 3))
            ])
        }.report

        #expect(
            report.failure?.message.contains(
                "not granted `pause` (graphene.toml:3), which the library acts 1.0.0 asked for")
                == true)
        let hint = report.failure?.hint ?? ""
        #expect(hint.contains(#"`effects = ["read", "pause"]`, and in graphene.toml:7 `acts = {"#))
    }

    @Test func `a change of another kind than the function is named for is checked too`()
        async throws
    {
        let script = """
            graphene.ensure_db("copy", { env = "staging", from = graphene.db "staging/orders" })
            """

        let report = try await Self.run(script, allow: ["read", "create"])

        #expect(report.failure?.code == .denied)
        #expect(report.failure?.message.contains("not granted `clone`") == true)
    }

    @Test(arguments: [
        (["reed"], [String](), [String](), "did you mean `read`?"),
        ([""], [], [], "no effect ``"), ([], ["read,"], [], "no effect ``"),
        ([], [], ["staging"], "names no environment and database"),
    ])
    func `what is no effect and no target is refused`(
        _ allow: [String], _ deny: [String], _ targets: [String], _ message: String
    ) {
        let error = #expect(throws: RunFailure.self) {
            try RunGrants.flags(allow: allow, deny: deny, targets: targets)
        }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(message) == true)
    }
}

/// Stops a run once an effect has ended.
private struct Stopper: RunObserver {
    let stop: AsyncStream<StopReason>.Continuation

    init(_ stop: AsyncStream<StopReason>.Continuation) { self.stop = stop }

    func observe(_ event: RunEvent, at instant: Instant) {
        if case .effectEnded = event { stop.yield(.interrupted) }
    }
}
