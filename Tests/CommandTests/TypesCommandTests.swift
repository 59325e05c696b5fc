import Foundation
import JSONDocument
import Testing

/// `graphene types`.
@Suite(.timeLimit(.minutes(10)))
struct TypesCommandTests {
    private static let paths = [
        ".graphene/types/graphene.lua", ".graphene/types/values.lua",
        ".graphene/types/standard.lua", ".graphene/types/tests.lua", ".luarc.json",
        ".luacheckrc",
    ]

    @Test func `what editors need is written, and told`() async throws {
        try await withFolder { folder in
            let result = try await graphene(["types"], in: folder.path)

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == Self.paths.map { "./\($0)\n" }.joined())
            let settings = try JSONValue(parsing: try folder.read(".luarc.json"))
            #expect(settings["workspace.library"]?.array == [".graphene/types"])
            let functions = try folder.read(Self.paths[0])
            #expect(functions.contains("function graphene.clone(db, env, opts) end"))
        }
    }

    @Test func `a second time changes nothing, and mends what an older release wrote`() async throws
    {
        try await withFolder { folder in
            _ = try await graphene(["types", folder.path])
            let first = try folder.read(Self.paths[0])

            let result = try await graphene(["types", folder.path])

            #expect(result.status == 0)
            #expect(try folder.read(Self.paths[0]) == first)
        }
    }

    @Test func `configuration of one's own stays as it is`() async throws {
        try await withFolder { folder in
            try folder.write("{}", to: ".luarc.json")
            try folder.write("std = 'lua54'\n", to: ".luacheckrc")

            let result = try await graphene(["types"], in: folder.path)

            #expect(result.status == 0)
            #expect(try folder.read(".luarc.json") == "{}")
            #expect(try folder.read(".luacheckrc") == "std = 'lua54'\n")
            #expect(result.errors.contains("kept ./.luarc.json, which is not ours: add"))
            #expect(!result.output.contains("luarc"))
        }
    }

    @Test func `changed definitions are not overwritten unless one says so`() async throws {
        try await withFolder { folder in
            _ = try await graphene(["types", folder.path])
            let changed = try folder.read(Self.paths[0]) + "-- mine\n"
            try folder.write(changed, to: Self.paths[0])
            try FileManager.default.removeItem(atPath: folder.path + "/.luarc.json")

            let refused = try await graphene(["types", folder.path])

            #expect(refused.status == 2)
            #expect(refused.errors.contains("was changed, or is not ours; nothing was written"))
            #expect(try folder.read(Self.paths[0]) == changed)
            #expect((try? folder.read(".luarc.json")) == nil)
            #expect(try await graphene(["types", folder.path, "--force"]).status == 0)
            #expect(try folder.read(Self.paths[0]) != changed)
        }
    }

    @Test func `a folder that cannot be written to is exit 2, with the reason`() async throws {
        try await withFolder { folder in
            try folder.write("", to: "file")
            try folder.write("", to: ".graphene")

            let onFile = try await graphene(["types", folder.path + "/file"])
            let inTheWay = try await graphene(["types", folder.path])
            let missing = try await graphene(["types", "/nonexistent"])
            let readOnly = try await graphene(["types", "/proc"])

            #expect(onFile.errors.contains("file: it is no folder"), "\(onFile.errors)")
            #expect(inTheWay.errors.contains("Not a directory"), "\(inTheWay.errors)")
            #expect(missing.errors.contains("No such file"), "\(missing.errors)")
            #expect(readOnly.errors.contains("cannot write /proc/.graphene"), "\(readOnly.errors)")
            #expect([onFile, inTheWay, missing, readOnly].allSatisfy { $0.status == 2 })
        }
    }

    @Test func `on a full disk nothing is left half written`() async throws {
        let limited = "ulimit -f 1; trap '' XFSZ; exec \"$0\" types ."
        try await withFolder { folder in
            let result = try await graphene(
                ["-c", limited, GrapheneProcess.path], in: folder.path, executable: "/bin/bash")

            #expect(result.status == 2)
            #expect(result.errors.contains("File too large"), "\(result.errors)")
            let left = try FileManager.default.contentsOfDirectory(
                atPath: folder.path + "/.graphene/types")
            #expect(left.isEmpty)
        }
    }
}
