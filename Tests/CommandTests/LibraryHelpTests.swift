import Testing

/// What `doc` and `help` say of the libraries of a project.
@Suite(.timeLimit(.minutes(10)))
struct LibraryHelpTests {
    /// Gives the project a version of its library that has the module `checks.dr`.
    private func add(_ module: String, to project: LibraryProject) async throws {
        let manifest = "[package]\nname = \"checks\"\nexports = { dr = \"dr.lua\" }\n"
        try project.checks.release("v1.7.0", ["graphene.toml": manifest, "dr.lua": module])
        _ = try await project.lib("add", "checks@1.7.0")
    }

    @Test func `the modules of libraries have pages`() async throws {
        try await withRunningProject { project in
            try await add(
                """
                -- Recovers.
                local M = {}
                --- Fails over.
                ---@param db string the database
                ---@return boolean ok whether it did
                function M.fail_over(db) return true end
                return M

                """, to: project)

            let page = try await graphene(
                ["doc", "checks.dr"], environment: LibraryRepository.environment(project.root),
                in: project.folder)
            let help = try await graphene(
                ["repl", "--simulator"],
                environment: LibraryRepository.environment(project.root),
                input: .text("help 'checks.dr'\n"), in: project.folder)

            #expect(help.output == page.output, "\(help.errors)")
            #expect(
                page.output == """
                    checks.dr  (checks 1.7.0)

                    Recovers.

                    checks.dr.fail_over(db)
                      Fails over.
                      db  string  the database
                      returns  boolean  ok whether it did

                    """, "\(page.errors)")
        }
    }

    @Test func `help explains a function of a library, by its name and by itself`() async throws {
        try await withRunningProject { project in
            try await add(
                """
                local M = {}
                --- Fails over.
                ---@param db string the database
                function M.fail_over(db) return true end
                return M

                """, to: project)
            let text = """
                checks.dr.fail_over(db)
                  Fails over.
                  db  string  the database

                  Of checks 1.7.0.

                """
            let environment = LibraryRepository.environment(project.root)

            let page = try await graphene(
                ["doc", "checks.dr.fail_over"], environment: environment, in: project.folder)
            let mistyped = try await graphene(
                ["doc", "checks.dr.fail_ovr"], environment: environment, in: project.folder)
            let named = try await graphene(
                ["repl", "--simulator"], environment: environment,
                input: .text("help 'checks.dr.fail_over'\n"), in: project.folder)
            let given = try await graphene(
                ["repl", "--simulator"], environment: environment,
                input: .text("help(require('checks.dr').fail_over)\n"), in: project.folder)
            let module = try await graphene(
                ["repl", "--simulator"], environment: environment,
                input: .text("help(require 'checks.dr')\n"), in: project.folder)

            #expect(page.output == text, "\(page.errors)")
            #expect(
                mistyped.errors.contains("did you mean `checks.dr.fail_over`?"),
                "\(mistyped.errors)")
            #expect(named.output == text, "\(named.errors)")
            #expect(given.output == text, "\(given.errors)")
            #expect(module.output.hasPrefix("checks.dr  (checks 1.7.0)\n"), "\(module.errors)")
        }
    }
}
