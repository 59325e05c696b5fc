import CloudSimulator
import JSONDocument
import ScriptAPI
import ScriptHost
import Testing

/// What a script really has, beside what editors and linters are told.
struct SurfaceTests {
    /// Lua was built with these, which its manual does not have any more.
    private static let old = [
        "math.atan2", "math.cosh", "math.exp2", "math.frexp", "math.ldexp", "math.log10",
        "math.pow", "math.sinh", "math.tanh",
    ]

    @Test func `the standard library is told as scripts have it`() async throws {
        let run = await TestRun(
            """
            local names = {}
            for name, value in pairs(_G) do
              if type(value) == "table" and name ~= "_G" then
                for field in pairs(value) do names[#names + 1] = name .. "." .. field end
              elseif name ~= "graphene" then
                names[#names + 1] = name
              end
            end
            table.sort(names)
            return names
            """)

        let found = try #require(run.report.result?.array).compactMap(\.string)
        let told = StandardLibrary.tables.flatMap { table in
            table.fields.map { "\(table.name).\($0)" }
        }
        #expect(
            found.filter { !Self.old.contains($0) && !$0.hasPrefix("graphene.") }
                == (StandardLibrary.globals + told).sorted())
    }

    @Test(arguments: [
        ("database", #"graphene.db("production/orders")"#),
        ("environment", #"graphene.environment("production")"#),
        ("snapshot", #"graphene.latest_snapshot("production/orders", { max_age = "30d" })"#),
        ("operation", #"graphene.pause("staging/orders", { wait = false })"#),
        ("dns_switch", #"graphene.switch_dns("production/catalog", "staging/catalog")"#),
    ])
    func `a handle has the methods that editors are told`(kind: String, call: String) async throws {
        let value = try #require(ReferenceValue.all.first { $0.name == kind })
        let names =
            HandleMethods.functions(of: kind).map { function in
                String(function.name.split(separator: ".").last ?? "")
            } + value.methods.map(\.name)
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")

        let run = await TestRun(
            """
            local handle = \(call)
            for _, name in ipairs { \(list) } do
              if type(handle[name]) ~= "function" then return name end
            end
            return "all"
            """)

        #expect(run.report.result == "all", "\(run.report.failure?.message ?? "")")
        #expect(!names.isEmpty)
    }
}
