import Foundation
import Glibc
import Testing

/// `graphene new`.
@Suite(.timeLimit(.minutes(10)))
struct NewCommandTests {
    @Test func `a new script has help, and tests that pass at once`() async throws {
        try await withFolder { folder in
            mkdir(folder.path + "/scripts", 0o755)
            let made = try await graphene(["new", "scripts/weekly_report"], in: folder.path)
            let tests = try await graphene(["test"], in: folder.path)
            let help = try await graphene(
                ["run", "scripts/weekly_report.lua", "--help"], in: folder.path)
            let run = try await graphene(
                ["run", "--simulator", "scripts/weekly_report.lua"], in: folder.path)

            #expect(made.status == 0, "\(made.errors)")
            #expect(made.output.contains("graphene test scripts/weekly_report_test.lua"))
            #expect(tests.status == 0, "\(tests.output)")
            #expect(tests.output.contains("\n3 passed in "))
            #expect(help.output.contains("graphene run weekly_report.lua --help"))
            #expect(run.status == 0 && run.output.contains("nothing was changed"))
        }
    }

    @Test(arguments: ["weekly.lua", "weekly_test.lua"])
    func `nothing is overwritten, and then nothing is written`(_ name: String) async throws {
        try await withFolder { folder in
            try folder.write("mine", to: name)

            let result = try await graphene(["new", "weekly"], in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("\(name) is there already"), "\(result.errors)")
            #expect(try folder.read(name) == "mine")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
        }
    }

    @Test(arguments: [
        ("weekly.lua", "write `graphene new weekly`"), ("Weekly", "small letters"),
        ("", "small letters"), ("2nd", "begin with a letter"), ("a-b", "small letters"),
        ("a_test", "leave out `_test`"), ("none/a", "mkdir -p none/"), ("é", "small letters"),
        (String(repeating: "a", count: 61), "longer than 60"), ("../a b", "small letters"),
    ])
    func `a name that cannot be is refused with what to write`(
        _ name: String, _ words: String
    ) async throws {
        try await withFolder { folder in
            let result = try await graphene(["new", name], in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
