import Diagnostics
import ScriptAPI
import Testing

struct ReferencePageTests {
    @Test(arguments: ["clone", "databases", "operation:wait", "time", "map", "run", "errors"])
    func `a page tells all about a function`(name: String) throws {
        let file = "doc-" + name.replacing(":", with: "-") + ".txt"

        try expectGolden(file, try ReferencePage.page(for: name))
    }

    @Test func `the contents list every function`() throws {
        try expectGolden("doc.txt", ReferencePage.contents)
    }

    @Test func `the whole reference is rendered`() throws {
        let pages = APITable.all.filter { $0.visibility != .prelude }.map(ReferencePage.page)
        let topics = ReferenceTopic.all.map(ReferencePage.page)
        let values = ReferenceValue.all.map(ReferencePage.page)

        try expectGolden("reference.txt", (pages + topics + values).joined(separator: "\n"))
    }

    @Test func `the reference is committed as a document`() throws {
        try expectFile("Sources/ScriptAPI/ScriptAPI.docc/Reference.md", MarkdownReference.text)
    }

    @Test func `the functions have a manual page`() throws {
        try expectGolden("graphene-lua.3", FunctionManual.text(version: "0.0.0"))
    }

    @Test func `every code is explained`() throws {
        let pages = ErrorCode.allCases.map { ReferencePage.page(for: $0) }

        try expectGolden("explain.txt", pages.joined(separator: "\n"))
        for code in ErrorCode.allCases {
            #expect(!code.explanation.causes.isEmpty && !code.explanation.remedies.isEmpty)
        }
    }

    @Test(arguments: ["durations", "names", "parameters", "handles", "limits", "units"])
    func `a topic has a page`(name: String) throws {
        let page = try ReferencePage.page(for: name)

        #expect(page.contains("Example\n"))
        #expect(page.contains("Prints\n"))
    }

    @Test func `every name has a page, and no two topics share one`() throws {
        for name in ReferencePage.names { _ = try ReferencePage.page(for: name) }
        let topics = ReferenceTopic.all.flatMap { [$0.name] + $0.aliases }

        #expect(Set(topics).count == topics.count)
    }

    @Test(arguments: ["graphene.run", "json.null", "database", "errors"])
    func `a value has a page of its own`(name: String) throws {
        let page = try ReferencePage.page(for: name)

        #expect(page.contains("Example\n"))
        #expect(!page.contains("Parameters\n"))
    }

    @Test func `the page of db tells the fields of a database too`() throws {
        let page = try ReferencePage.page(for: "db")

        #expect(page.contains("graphene.db(db)\n"))
        #expect(page.contains("needs_restart"))
    }

    @Test(arguments: ["graphene.clone", "clone", "db:clone"])
    func `a function is found in the ways a script writes it`(name: String) throws {
        #expect(try ReferencePage.page(for: name) == ReferencePage.page(for: "clone"))
    }

    @Test func `an unknown name is told the nearest one`() {
        let failure = #expect(throws: APIFailure.self) { try ReferencePage.page(for: "clon") }

        #expect(
            failure?.message == #"there is no function and no topic "clon"; did you mean `clone`?"#)
        #expect(failure?.code == .usage)
    }
}
