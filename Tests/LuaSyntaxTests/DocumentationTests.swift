import LuaSyntax
import Testing

struct FunctionDocumentationTests {
    private static let source = """
        -- A module.
        local M = {}

        ---Pauses a database.
        --- Waits until it is paused.
        ---@param db table|string  the database
        ---@param opts? {wait: boolean, timeout: number} how
        ---@return table db as it is then
        ---@return boolean
        ---@deprecated use `stop`
        function M.pause(db, opts) end

        ---Not right above.

        function M.far() end

        x() ---Behind something.
        function M.behind() end

        -- Not a doc comment.
        function M.plain() end

        ---A method.
        function M:close(...) end

        ---A local one.
        local function helper() end

        ---Assigned.
        M.assigned = function(a) end

            ---Indented.
        local other = function() end

        ---No function.
        M.value = 1

        --- ----
        ---
        ---Above.
        -----------
        function M.a.b() end
        return M
        """

    private static func documented() throws -> [FunctionDocumentation] {
        try Chunk(parsing: Array(source.utf8)).documentedFunctions
    }

    @Test func `functions with dashes right above them are documented`() throws {
        let functions = try Self.documented()

        #expect(
            functions.map(\.name) == [
                "M.pause", "M:close", "helper", "M.assigned", "other", "M.a.b",
            ])
        #expect(functions.map(\.isLocal) == [false, false, true, false, true, false])
        #expect(
            functions.map(\.comment.summary).dropFirst().dropLast() == [
                "A method.", "A local one.", "Assigned.", "Indented.",
            ])
    }

    @Test func `a doc comment has a summary, parameters, results and other annotations`() throws {
        let pause = try #require(try Self.documented().first)

        #expect(pause.comment.summary == "Pauses a database.\nWaits until it is paused.")
        #expect(
            pause.parameters.map { [$0.name, $0.isOptional ? "?" : "", $0.type, $0.text] } == [
                ["db", "", "table|string", "the database"],
                ["opts", "?", "{wait: boolean, timeout: number}", "how"],
            ])
        #expect(pause.comment.results.map(\.type) == ["table", "boolean"])
        #expect(pause.comment.results.map(\.text) == ["db as it is then", ""])
        #expect(pause.comment.annotations == ["@deprecated use `stop`"])
    }

    @Test func `a parameter without annotation has neither type nor text`() throws {
        let close = try #require(try Self.documented().first { $0.name == "M:close" })

        #expect(close.parameters.map { [$0.name, $0.type, $0.text] } == [["...", "", ""]])
    }

    private static let types: [(String, String, String)] = [
        ("a string", "string", ""), ("a string  text here", "string", "text here"),
        ("a", "", ""), ("a string | number text", "string | number", "text"),
        ("a string|number, text", "string|number", ", text"),
        ("a table<string, {[1]: string}> text", "table<string, {[1]: string}>", "text"),
        (
            "a fun(b: string, c?: number): boolean text", "fun(b: string, c?: number): boolean",
            "text"
        ),
        (#"a "one, two"|"three" text"#, #""one, two"|"three""#, "text"),
        ("a string[]? text", "string[]?", "text"), ("a {b text", "{b text", ""),
    ]

    @Test(arguments: types)
    func `a type ends where LuaLS ends it`(line: String, type: String, text: String) throws {
        let chunk = try Chunk(parsing: Array("---@param \(line)\nfunction f(a) end".utf8))

        let parameter = try #require(chunk.documentedFunctions.first?.parameters.first)

        #expect(parameter.type == type)
        #expect(parameter.text == text)
    }

    @Test func `one line may tell of several results`() throws {
        let source =
            "---@return string message, string? script, number, integer? line of it\nfunction f() end"
        let chunk = try Chunk(parsing: Array(source.utf8))

        let results = chunk.documentedFunctions.first?.comment.results ?? []

        #expect(results.map(\.type) == ["string", "string?", "number", "integer?"])
        #expect(results.map(\.text) == ["message", "script", "", "line of it"])
    }

    @Test func `every doc comment of the project names its function's parameters`() throws {
        for source in try ProjectSources.all() where source.path.contains("Prelude") {
            for function in try Chunk(parsing: source.bytes).documentedFunctions {
                let names = function.parameters.map(\.name)
                let documented = function.comment.parameters.map(\.name)
                #expect(documented.allSatisfy(names.contains), "\(source.path): \(function.name)")
            }
        }
    }
}

struct LeadingCommentTests {
    private static let sources: [(String, String)] = [
        ("-- Pauses.\n--  Indented.\n--\n---Dashes\nx = 1", "Pauses.\n Indented.\n\nDashes"),
        ("#!/usr/bin/env graphene\n\n  \n-- A.\n\n-- B.", "A."), ("\u{feff}-- A.", "A."),
        ("\u{feff}#!x\r\n-- A.\r\n-- B.\r\n", "A.\nB."), ("x = 1\n-- A.", ""), ("", ""),
        ("   -- A.", ""), ("--[[ A. ]]", ""), ("-- A.\n--[x\n-- B.", "A."),
        ("-- A.\n  -- B.", "A."), ("-- A.\nif = (", "A."), ("-- A.\n'x", "A."), ("-- é", "é"),
    ]

    @Test(arguments: sources)
    func `a source's leading comment is its first run of lines`(source: String, comment: String) {
        #expect(SourceText(Array(source.utf8)).leadingComment == comment)
    }
}
