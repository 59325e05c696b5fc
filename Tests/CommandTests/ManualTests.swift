import Testing

/// The pages for `man`.
@Suite(.timeLimit(.minutes(10)))
struct ManualTests {
    @Test func `the commands have a manual page`() async throws {
        let result = try await graphene(["doc", "--man", "graphene"])

        #expect(result.status == 0, "\(result.errors)")
        try expectGolden("graphene.1", result.output)
    }

    @Test(arguments: ["graphene", "graphene-lua"])
    func `a page is written without a warning`(page: String) async throws {
        let text = try await graphene(["doc", "--man", page]).output
        try await withFolder { folder in
            try folder.write(text, to: "page")

            let result = try await graphene(
                ["-man", "-Tutf8", "-ww", "-z", "page"], in: folder.path,
                executable: "/usr/bin/groff")

            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            #expect(!text.isEmpty)
        }
    }

    @Test func `every command of the help is in the manual`() async throws {
        let text = try await graphene(["doc", "--man", "graphene"]).output
        let help = try await graphene(["--help"]).output
        let commands = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first }.filter { $0 != "See" }

        #expect(commands.count > 8)
        for command in commands { #expect(text.contains(".SS \"graphene \(command)")) }
    }
}
