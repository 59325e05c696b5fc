import Foundation
import JSONDocument
import Testing

/// `graphene ps`, over HTTP.
@Suite(.timeLimit(.minutes(10)))
struct PsTests {
    private func ps(_ arguments: String..., on simulator: SimulatorProcess) async throws
        -> GrapheneProcess.Result
    {
        try await graphene(["ps"] + arguments, environment: simulator.environment)
    }

    @Test func `every database is a line, with what one wants to know at night`() async throws {
        try await withSimulator { simulator in
            let result = try await ps(on: simulator)

            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 11)
            #expect(lines[0].hasPrefix("DATABASE"))
            let orders = try #require(lines.first { $0.hasPrefix("production/orders ") })
            #expect(orders.contains("running") && orders.contains("DS4"))
            #expect(orders.contains("bolt://"))
        }
    }

    @Test func `a glob, an environment, an id, an address and a name choose`() async throws {
        try await withSimulator { simulator in
            let all = try JSONValue(
                parsing: try await ps("--output", "json", on: simulator).output)
            let orders = try #require(all.array?.first { $0["name"] == "orders" })
            let (id, url) = (orders["id"]?.string ?? "", orders["bolt_url"]?.string ?? "")
            let domain = url.split(separator: "/").last?.split(separator: ":").first ?? ""
            let choices = [
                ("production/*", 4), ("staging", 4), ("ord*", 2), ("id:\(id)", 1), (id, 1),
                (url, 1), (String(domain), 1), ("staging/orders", 1), ("nothing*", 0),
            ]

            for (which, count) in choices {
                let result = try await ps(which, "--output", "jsonl", on: simulator)
                #expect(
                    result.output.split(separator: "\n").count == count,
                    "\(which): \(result.output) \(result.errors)")
            }
        }
    }

    @Test func `a reference that leads nowhere is exit 5, with the command that lists`()
        async throws
    {
        try await withSimulator { simulator in
            let result = try await ps("staging/order", on: simulator)

            #expect(result.status == 5)
            #expect(result.errors.contains("did you mean `staging/orders`?"), "\(result.errors)")
            #expect(result.errors.contains("hint: `graphene ps` lists all"), "\(result.errors)")
        }
    }

    @Test func `what is not there is exit 5 with the nearest name`() async throws {
        try await withSimulator { simulator in
            let result = try await ps("stagin", on: simulator)

            #expect(result.status == 5)
            #expect(result.errors.contains("did you mean `staging`?"), "\(result.errors)")
        }
    }

    @Test func `what is pending, new or in need of a restart is told`() async throws {
        try await withSimulator(["durations=10"]) { simulator in
            let change = """
                graphene.clone("production/catalog", "staging", { name = "fresh", wait = false })
                """
            let run = try await graphene(
                ["run", "-"], environment: simulator.environment, input: .text(change))
            #expect(run.status == 0, "\(run.errors)")

            let result = try await ps("fresh", on: simulator)

            let line = result.output.split(separator: "\n").last ?? ""
            #expect(line.contains("pending") && line.contains("made "), "\(result.output)")
        }
    }

    @Test func `what a run here has begun is told with its operation and age`() async throws {
        try await withSimulator(["durations=10"]) { simulator in
            let change = "graphene.clone('production/catalog', 'dr', { name = 'c', wait = false })"
            let run = try await graphene(
                ["run", "-"], environment: simulator.environment, input: .text(change))
            #expect(run.status == 0, "\(run.errors)")

            let text = try await ps("*", on: simulator)
            let json = try JSONValue(
                parsing: try await graphene(
                    ["ps", "--output", "json"], environment: simulator.environment
                ).output)

            let doing = text.output.split(separator: "\n").filter { $0.contains("pending (clone ") }
            #expect(doing.count == 2, "\(text.output)")
            let busy = json.array?.filter { $0["pending"] == true } ?? []
            #expect(busy.map { $0["operation_verb"] } == ["clone", "clone"])
            #expect(busy.allSatisfy { $0["operation_started_at"]?.string != nil })
        }
    }

    @Test func `watching goes on until it is stopped`() async throws {
        try await withSimulator { simulator in
            let process = try GrapheneProcess(
                ["ps", "staging/orders", "--watch"], environment: simulator.environment)

            #expect(await process.output.contains("staging/orders"))
            process.signal(SIGINT)

            #expect(await process.result().status == 130)
        }
    }
}
