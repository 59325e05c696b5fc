import Diagnostics
import ScriptAPI
import Testing

struct ReferencePageTests {
    @Test(arguments: ["clone", "databases", "operation:wait", "time", "map"])
    func `a page tells all about a function`(name: String) throws {
        let file = "doc-" + name.replacing(":", with: "-") + ".txt"

        try expectGolden(file, try ReferencePage.page(for: name))
    }

    @Test func `the contents list every function`() throws {
        try expectGolden("doc.txt", ReferencePage.contents)
    }

    @Test func `the whole reference is rendered`() throws {
        let pages = APITable.all.filter { $0.visibility != .prelude }.map(ReferencePage.page)

        try expectGolden("reference.txt", pages.joined(separator: "\n"))
    }

    @Test(arguments: ["graphene.clone", "clone", "db:clone"])
    func `a function is found in the ways a script writes it`(name: String) throws {
        #expect(try ReferencePage.page(for: name) == ReferencePage.page(for: "clone"))
    }

    @Test func `an unknown name is told the nearest one`() {
        let failure = #expect(throws: APIFailure.self) { try ReferencePage.page(for: "clon") }

        #expect(failure?.message == #"there is no function "clon"; did you mean `clone`?"#)
        #expect(failure?.code == .usage)
    }
}
