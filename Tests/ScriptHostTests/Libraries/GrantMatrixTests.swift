import CloudSimulator
import JSONDocument
import ScriptAPI
import ScriptHost
import Testing

/// Every function that takes a grant, called by a library in every way that Lua has, with and without
/// the grant: one run for all of them.
struct GrantMatrixTests {
    /// A way to call: Lua in which `NAME`, `CALL` and `METHOD` stand for the function.
    private static let ways: [(name: String, code: String, isMethod: Bool)] = [
        ("direct", "graphene.CALL", false),
        ("method", "h:METHOD", true),
        ("tail call", "return graphene.CALL", false),
        ("tail call of a method", "return h:METHOD", true),
        ("pcall", "local _, err = pcall(function() graphene.CALL end); error(err, 0)", false),
        ("pcall of the method", "local _, err = pcall(h.NAME, h, BAD); error(err, 0)", true),
        ("coroutine", "coroutine.wrap(function() graphene.CALL end)()", false),
        ("coroutine of the method", "coroutine.wrap(h.NAME)(h, BAD)", true),
        (
            "metamethod",
            "local _ = setmetatable({}, { __index = function() graphene.CALL end }).x", false
        ),
        (
            "method in a metamethod",
            "local _ = setmetatable({}, { __len = function() return h:METHOD end }); local n = #_",
            true
        ),
        ("method through an __index", "setmetatable({}, { __index = h }).NAME(h, BAD)", true),
        ("callback", "graphene.map({ h }, function() graphene.CALL end)", false),
        ("callback of the method", "graphene.map({ h }, function(x) x:METHOD end)", true),
        ("the function as callback", "graphene.map({ BAD }, h.NAME)", true),
        (
            "load", "load('graphene.CALL', '@test.lua', 't', { graphene = graphene, h = h })()",
            false
        ),
        ("method in load", "load('local h, bad = ... ; h:NAME(bad)', '=(load)')(h, BAD)", true),
        (
            "the end of a task",
            "graphene.parallel { function() graphene.defer(function() graphene.CALL end) end }",
            false
        ),
    ]

    private static let functions = APITable.all.filter {
        $0.grant != nil && $0.visibility != .prelude && $0.visibility != .test
            // What the prelude answers for checks its arguments itself, before it asks.
            && $0.front == .host
    }

    /// What no function takes as an argument: who may call it hears of that, who may not is denied first.
    private static func bad(_ function: HostFunction) -> String {
        function.name == "set_settings" ? "1" : "{ nonsense = true }"
    }

    private static func call(_ function: HostFunction) -> String {
        switch function.name {
        case "api": #"api("DELETE", "no slash")"#
        default: "\(function.name)(1, \(bad(function)))"
        }
    }

    private static var library: String {
        var lines = ["local M = {}"]
        for function in functions {
            let name = function.name.split(separator: ".").last.map(String.init) ?? function.name
            let isHandle = function.parameters.first?.kinds.first.map {
                [.database, .operation, .dnsSwitch].contains($0)
            }
            for way in ways {
                let finds = ["db", "find_db", "environment"].contains(name)
                guard way.isMethod ? isHandle == true && !finds : function.visibility == .function
                else { continue }
                let code = way.code.replacing(
                    "CALL", with: call(function).replacing("'", with: "\"")
                )
                .replacing("METHOD", with: "\(name)(BAD)").replacing("NAME", with: name)
                .replacing("BAD", with: bad(function))
                let kind = function.parameters.first?.kinds.first?.rawValue ?? ""
                lines.append(
                    "M[#M + 1] = { '\(function.name)', '\(way.name)', '\(kind)', "
                        + "function(h) \(code) end }")
            }
        }
        return (lines + ["return M"]).joined(separator: "\n")
    }

    private static let script = """
        local copy = graphene.db("production/orders")
        local switch = graphene.switch_dns(copy, graphene.db("production/catalog"))
        local operation = graphene.snapshot("staging/orders", { wait = false })
        local handles = { database = copy, dns_switch = switch, operation = operation }
        local wrong, count = {}, 0
        local function check(acts, is_allowed)
          for _, act in ipairs(acts) do
            local name, way, kind, call = table.unpack(act)
            local ok, err = pcall(call, handles[kind] or copy)
            count = count + 1
            local text = type(err) == "table" and err.code .. ": " .. err.message or tostring(err)
            local is_denied = text:find("^denied: .*the library acts 1.0.0 was not granted") ~= nil
            if ok or is_denied == is_allowed or text:find("^script") then
              wrong[#wrong + 1] = ("%s, %s: %s"):format(name, way, text)
            end
          end
        end
        check(require "acts", true)
        check(require "second", false)
        return count, table.concat(wrong, "\\n")
        """

    @Test func `a grant holds however a function is called, and its lack too`() async throws {
        let second = SharedCode.package(
            "second", ["init.lua": "return require 'acts'"],
            needs: [("acts", Set(Grant.allCases))])
        let acts = SharedCode.package("acts", ["init.lua": Self.library])
        let libraries = SharedCode.set(
            [acts, second], allowing: [("acts", Set(Grant.allCases)), ("second", [])])

        let run = await TestRun(Self.script, on: CloudSimulator()) {
            $0.libraries = libraries
            $0.limits.processorTime = .seconds(20)
        }

        #expect(run.report.failure == nil, "\(run.report.failure?.message ?? "")")
        guard case .array(let results)? = run.report.result else { return }
        #expect(results[1] == "", "\(results[1])")
        #expect(try #require(results[0].integer) > 2 * Self.functions.count * 8)
    }
}
