import Diagnostics
import ScriptAPI
package import ScriptWire
import Testing

struct APITableTests {
    @Test(arguments: APITable.all.map(\.name))
    func `every function is described in full`(name: String) throws {
        let function = try #require(APITable[name])

        #expect(function.summary.hasSuffix("."))
        #expect(!function.returns.isEmpty)
        #expect(!function.source.isEmpty)
        #expect(!function.example.isEmpty)
        #expect(function.visibility == .prelude || !function.failing.isEmpty)
        #expect(function.effect == nil || function.effect == .read || !function.raises.isEmpty)
        #expect((function.effect == nil) == (function.grant == nil))
        #expect(function.parameters.allSatisfy { !$0.help.isEmpty })
        #expect(function.options.allSatisfy { !$0.help.isEmpty })
    }

    @Test func `names are unique`() {
        let names = APITable.all.map(\.name)

        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        "environments", "environment", "databases", "db", "find_db", "status", "snapshots",
        "latest_snapshot", "operation", "plans", "versions", "plugins", "settings", "create",
        "ensure_db", "clone", "create_from_snapshot", "snapshot", "pause", "resume", "restart",
        "switch_dns", "resize", "set_settings", "install_plugin", "remove_plugin", "restore",
        "delete", "api", "wait", "wait_until", "sleep", "map", "parallel", "retry", "defer",
        "on_error", "skip", "fail", "confirm", "params", "env", "log.debug", "log.info", "log.warn",
        "log.error", "output", "table", "json.encode", "json.decode", "time.now", "time.parse",
        "time.ago", "time.since", "time.human", "time.stopwatch", "duration", "inspect",
        "probe", "operation.wait", "dns_switch.verify", "dns_switch.revert", "require", "now",
        "clock", "limits", "delegate",
    ])
    func `the surface of the reference is there`(name: String) {
        #expect(APITable[name] != nil)
    }

    @Test func `what is for later is absent`() {
        for name in ["rollout", "step", "lock", "secret", "notify"] {
            #expect(APITable[name] == nil)
        }
    }

    @Test func `every function that the prelude answers for is implemented there`() throws {
        let prelude = try PreludeText.files.map(\.text).joined(separator: "\n")

        for function in APITable.all where function.front == .prelude {
            guard function.visibility == .function else { continue }
            let last = function.name.split(separator: ".").last.map(String.init) ?? function.name
            let spellings = [
                "[\"\(function.name)\"]", "functions.\(last)(", "functions.\(last) =",
                "\(last) = function", "\(last) = \(last)", "\(last) = show",
            ]
            let isThere =
                function.name.hasPrefix("log.")
                ? prelude.contains(#"functions["log." .. level]"#)
                : spellings.contains { prelude.contains($0) }
            #expect(isThere, "graphene.\(function.name)")
        }
    }

    @Test func `the script process is told where each function is carried out`() throws {
        let entries = try #require(APITable.description.list)
        let clone = try #require(entries.first { $0.map?["name"] == "clone" }?.map)

        #expect(clone["where"] == "host")
        #expect(clone["class"] == "C")
        #expect(entries.first { $0.map?["name"] == "map" }?.map?["where"] == "script")
        #expect(!entries.contains { $0.map?["name"] == "require" })
        let first = try #require(clone["parameters"]?.list?.first?.map)
        #expect(first["kind"] == "database")
        #expect(first["kinds"] == ["database", "string"])
        #expect(first["optional"] == false)
    }

    @Test func `only a raw GET counts as reading`() throws {
        let api = try #require(APITable["api"])

        #expect(api.effect(of: ["GET", "/x"]) == .read)
        #expect(api.effect(of: ["POST", "/x"]) == .destructive)
    }

    @Test func `the target of a change is what its first reference names`() throws {
        let clone = try #require(APITable["clone"])
        let snapshot = try #require(APITable["create_from_snapshot"])

        let memory = RunMemory(shortID: "abc123")
        #expect(clone.target(of: ["production/orders", "dr"], in: memory) == "production/orders")
        #expect(snapshot.target(of: ["a/b@c", "copy"], in: memory) == "a/b@c")
        #expect(APITable["api"]?.target(of: ["GET", "/x"], in: memory) == "/x")
        #expect(APITable["sleep"]?.target(of: ["5s"], in: memory) == nil)
    }

    @Test(arguments: [
        ("create", [WireValue.text("orders"), .options(["env": "dr"])], "dr/orders"),
        (
            "ensure_db", ["orders", .options(["env": "dr", "from": "production/orders"])],
            "dr/orders"
        ),
        ("ensure_db", ["orders", .options(["env": "id:e1"])], "orders"),
        ("create_from_snapshot", ["a/b@c", "copy", .options(["env": "dr"])], "dr/copy"),
        ("create_from_snapshot", ["a/b@c", "copy", .options(["reason": "x"])], "a/b@c"),
        ("clone", ["a/b", "dr", .options(["name": "copy"])], "a/b"),
    ])
    func `the target of a creation is the new database`(
        name: String, arguments: [WireValue], target: String
    ) {
        let memory = RunMemory(shortID: "abc123")

        #expect(APITable[name]?.target(of: arguments, in: memory) == target)
    }

    @Test func `a handle's target is what people call it`() async throws {
        let rehearsal = Rehearsal()
        let handle = try await rehearsal.database("dr/archive")

        let target = APITable["wait"]?.target(
            of: [handle.fromScript, "running"], in: rehearsal.context.memory)

        #expect(target == "dr/archive")
    }

    @Test func `changing effects carry the grants of the reference`() {
        let granted = Set(APITable.all.compactMap(\.grant))

        #expect(granted == Set(Grant.allCases))
    }
}

extension WireValue: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: WireValue...) { self = .list(elements) }
}
