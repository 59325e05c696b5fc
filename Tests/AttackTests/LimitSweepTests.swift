import Diagnostics
import FoundationEssentials
import ScriptHost
import Testing

/// Memory runs out at one place after the other of a start-up and of a typical run.
@Suite(.timeLimit(.minutes(5)))
struct LimitSweepTests {
    private static let typical = """
        local databases = graphene.databases { env = "production" }
        local results = graphene.map(databases, function(db)
          local co = coroutine.wrap(function() coroutine.yield(graphene.status(db).state) end)
          return co() .. ("x"):rep(500)
        end, { concurrency = 2 })
        graphene.defer(function() print("done " .. results.ok_count) end)
        return graphene.json.encode { count = #databases, inspect = graphene.inspect(results) }
        """

    /// Steps that are no multiple of any block's size meet the allocations in ever other places.
    @Test(arguments: stride(from: 7_919, to: 1_600_000, by: 7_919).map(\.self))
    func `a run under any small limit ends well or says that memory ran out`(
        _ limit: Int
    ) async throws {
        var limits = RunLimits()
        limits.memory = limit
        let script = ScriptSource(
            name: "typical.lua", bytes: Array(Self.typical.utf8), folder: Attack.folder.path)

        let run = try await AttackRun(script, limits: limits)

        #expect([nil, .memoryLimit].contains(run.report.failure?.code))
        #expect(run.report.memoryPeak <= limit)
        #expect(run.leftProcesses.isEmpty)
    }

    @Test func `the sweep reaches both the start-up and a run that ends well`() async throws {
        let script = ScriptSource(
            name: "typical.lua", bytes: Array(Self.typical.utf8), folder: Attack.folder.path)

        let run = try await AttackRun(script, limits: RunLimits())

        #expect(run.report.failure == nil)
        #expect(run.report.memoryPeak < 1_600_000)
    }
}
