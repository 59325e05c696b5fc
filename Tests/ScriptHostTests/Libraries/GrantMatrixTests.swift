import CloudClient
import CloudSimulator
import JSONDocument
import ScriptAPI
import ScriptHost
import Testing

/// Every function that takes a grant, called by a library in every way that Lua has, with and without
/// the grant: one run for all of them.
struct GrantMatrixTests {
    /// A way to call: Lua in which `CALL`, `NAME` and `METHOD` stand for the function.
    private struct Way {
        var name: String
        var code: String
        /// Whether it finds the function on a handle.
        var isMethod: Bool { code.contains("METHOD") || code.contains("NAME") }

        init(_ name: String, _ code: String) { (self.name, self.code) = (name, code) }
    }

    private static let ways = [
        Way("direct", "graphene.CALL"),
        Way("method", "h:METHOD"),
        Way("tail call", "return graphene.CALL"),
        Way("tail call of a method", "return h:METHOD"),
        Way("pcall", "local _, err = pcall(function() graphene.CALL end); error(err, 0)"),
        Way("pcall of the method", "local _, err = pcall(h.NAME, h, BAD); error(err, 0)"),
        Way("coroutine", "coroutine.wrap(function() graphene.CALL end)()"),
        Way("coroutine of the method", "coroutine.wrap(h.NAME)(h, BAD)"),
        Way(
            "metamethod", "local _ = setmetatable({}, { __index = function() graphene.CALL end }).x"
        ),
        Way(
            "method in a metamethod",
            "local _ = setmetatable({}, { __len = function() return h:METHOD end }); local n = #_"),
        Way("method through an __index", "setmetatable({}, { __index = h }).NAME(h, BAD)"),
        Way(
            "comparison", "local _ = setmetatable({}, { __lt = function() graphene.CALL end }) < 1"),
        Way(
            "method in a concatenation",
            "local _ = setmetatable({}, { __concat = function() return h:METHOD end }) .. 'x'"),
        Way(
            "the function as a metamethod",
            "local _ = setmetatable({}, { __index = function(_, k) return k(h, BAD) end })[h.NAME]"),
        Way(
            "a value that is closed",
            "local x <close> = setmetatable({}, { __close = function() graphene.CALL end })"),
        Way("iterator", "for _ in function() graphene.CALL end do end"),
        Way("the method as an iterator", "for _ in h.NAME, h, BAD do end"),
        Way(
            "a coroutine that is resumed",
            "local _, err = coroutine.resume(coroutine.create(h.NAME), h, BAD); error(err, 0)"),
        Way(
            "coroutines in each other",
            "coroutine.wrap(function() return coroutine.wrap(h.NAME)(h, BAD) end)()"),
        Way("the reader of load", "load(function() graphene.CALL end)"),
        Way("another attempt", "graphene.retry(function() graphene.CALL end, { attempts = 1 })"),
        Way("a condition", "graphene.wait_until(function() graphene.CALL end, { timeout = 1 })"),
        Way("a parallel task of the method", "graphene.parallel { function() h:METHOD end }"),
        Way("callback", "graphene.map({ h }, function() graphene.CALL end)"),
        Way("callback of the method", "graphene.map({ h }, function(x) x:METHOD end)"),
        Way("the function as callback", "graphene.map({ BAD }, h.NAME)"),
        Way("load", "load('graphene.CALL', '@test.lua', 't', { graphene = graphene, h = h })()"),
        Way("method in load", "load('local h, bad = ... ; h:NAME(bad)', '=(load)')(h, BAD)"),
        Way(
            "the end of a task",
            "graphene.parallel { function() graphene.defer(function() graphene.CALL end) end }"),
    ]

    /// The functions, all that change something among them.
    private static let functions = APITable.all.filter {
        $0.grant != nil && $0.visibility != .prelude && $0.visibility != .test
            // What the prelude answers for checks its arguments itself, before it asks.
            && $0.front == .host
    }

    /// One call of a function in one way.
    private struct Act {
        var function: HostFunction
        var way: Way

        /// What a handle calls it; nil where none does.
        private var method: String? {
            let name = function.name.split(separator: ".").last.map(String.init) ?? function.name
            let isHandle = function.parameters.first?.kinds.contains {
                [.database, .environment, .snapshot, .operation, .dnsSwitch].contains($0)
            }
            let finds = ["db", "find_db", "environment"].contains(name)
            return isHandle == true && !finds ? name : nil
        }

        var isPossible: Bool { way.isMethod ? method != nil : function.visibility == .function }

        /// What no function takes as an argument: who may call it hears of that, who may not is denied
        /// first.
        private var bad: String { function.name == "set_settings" ? "1" : "{ nonsense = true }" }

        private var call: String {
            function.name == "api"
                ? #"api("DELETE", "no slash")"# : "\(function.name)(1, \(bad))"
        }

        var code: String {
            let name = method ?? ""
            let body = way.code.replacing("CALL", with: call)
                .replacing("METHOD", with: "\(name)(BAD)").replacing("NAME", with: name)
                .replacing("BAD", with: bad)
            let kind = function.parameters.first?.kinds.first?.rawValue ?? ""
            return "M[#M + 1] = { '\(function.name)', '\(way.name)', '\(kind)', "
                + "'\(function.grant?.rawValue ?? "")', function(h) \(body) end }"
        }
    }

    private static let acts = functions.flatMap { function in
        ways.map { Act(function: function, way: $0) }.filter(\.isPossible)
    }

    private static func library(_ acts: [Act]) -> String {
        (["local M = {}"] + acts.map(\.code) + ["return M"]).joined(separator: "\n")
    }

    /// Lua that calls all, and tells what came to something else than `may(grant)` says.
    private static let check = """
        local copy = graphene.db("production/orders")
        local switch = graphene.switch_dns(copy, graphene.db("production/catalog"))
        local operation = graphene.snapshot("staging/orders", { wait = false })
        local handles = {
          database = copy, dns_switch = switch, operation = operation,
          environment = graphene.environment("staging"), snapshot = graphene.snapshots(copy)[1],
        }
        local wrong, allowed, denied = {}, 0, 0
        local function check(acts, may)
          for _, act in ipairs(acts) do
            local name, way, kind, grant, call = table.unpack(act)
            local ok, err = pcall(call, handles[kind] or copy)
            local text = type(err) == "table" and err.code .. ": " .. err.message or tostring(err)
            -- The host has looked at the arguments: only it speaks so of them.
            local is_allowed = not ok and text:find("^usage: ") ~= nil
            local is_denied = text:find("^denied: .*the library %w+ 1.0.0 was not granted `" .. grant) ~= nil
            if ok or is_allowed == is_denied or is_allowed ~= may(grant) then
              wrong[#wrong + 1] = ("%s, %s: %s"):format(name, way, text)
            end
            if is_denied then denied = denied + 1 else allowed = allowed + 1 end
          end
        end
        local function all() return true end
        local function none() return false end

        """

    private static func run(
        _ script: String, _ libraries: LibrarySet
    ) async throws -> (wrong: String, allowed: Int, denied: Int) {
        let run = await TestRun(
            check + script + "\nreturn table.concat(wrong, '\\n'), allowed, denied"
        ) {
            $0.libraries = libraries
            $0.limits.processorTime = .seconds(30)
        }
        #expect(run.report.failure == nil, "\(run.report.failure?.message ?? "")")
        // Nothing but what the script itself began with.
        #expect(run.report.effects.filter { $0.outcome == .done }.count <= 2)
        guard case .array(let results)? = run.report.result, results.count == 3,
            let wrong = results[0].string, let allowed = results[1].integer,
            let denied = results[2].integer
        else { throw CancellationError() }
        return (wrong, Int(allowed), Int(denied))
    }

    @Test func `the matrix has every function that changes something`() {
        let changing = APITable.all.filter { $0.effect?.changes == true && $0.visibility != .test }

        #expect(changing.count > 15)
        #expect(changing.allSatisfy { $0.grant != nil && $0.front == .host })
        #expect(Set(changing.map(\.name)).isSubset(of: Self.acts.map(\.function.name)))
        #expect(Set(Self.acts.map(\.way.name)) == Set(Self.ways.map(\.name)))
    }

    @Test func `nothing that changes something is without a grant, by whatever name`() {
        let verbs = Set(Grant.allCases)

        #expect(Set(APITable.all.compactMap(\.grant)) == verbs)
        #expect(Verb.allCases.allSatisfy { APITable[$0.rawValue]?.grant != nil })
        #expect(
            APITable.all.allSatisfy {
                $0.effect == nil || $0.grant != nil || $0.visibility == .test
            })
        #expect(
            APITable.all.allSatisfy { $0.place != .answer || $0.grant == nil && $0.effect == nil })
    }

    /// `first`: Whether the library that may do all is required first, or the one that may do nothing.
    @Test(arguments: [true, false])
    func `a grant holds however a function is called, and its lack too, for each importer`(
        _ first: Bool
    ) async throws {
        let all = Set(Grant.allCases)
        let second = SharedCode.package(
            "second", ["init.lua": "return require 'acts'"], needs: [("acts", all)])
        let acts = SharedCode.package("acts", ["init.lua": Self.library(Self.acts)])
        let libraries = SharedCode.set(
            [acts, second], allowing: [("acts", first ? all : []), ("second", first ? [] : all)])

        let (wrong, allowed, denied) = try await Self.run(
            first
                ? "check(require 'acts', all) check(require 'second', none)"
                : "check(require 'acts', none) check(require 'second', all)", libraries)

        #expect(wrong == "")
        #expect(allowed == Self.acts.count)
        #expect(denied == Self.acts.count)
    }

    @Test func `each grant is for its own functions and no others`() async throws {
        let acts = Self.acts.filter { ["direct", "method"].contains($0.way.name) }
        let names = Grant.allCases.map { ("acts" + $0.rawValue.filter(\.isLetter), $0) }
        let packages = names.map { name, _ in
            SharedCode.package(name, ["init.lua": Self.library(acts)])
        }
        let libraries = SharedCode.set(packages, allowing: names.map { ($0, [$1]) })

        let (wrong, allowed, denied) = try await Self.run(
            names.map { name, grant in
                "check(require '\(name)', function(g) return g == '\(grant.rawValue)' end)"
            }.joined(separator: "\n"), libraries)

        #expect(wrong == "")
        #expect(allowed == acts.count)
        #expect(denied == acts.count * (names.count - 1))
    }
}
