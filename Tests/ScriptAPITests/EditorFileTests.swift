import Foundation
import ScriptAPI
import Testing

struct EditorFileTests {
    static let files = EditorFile.all

    @Test(arguments: files.map(\.path))
    func `what editors are told is committed`(path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })

        try expectGolden("types/" + path, file.text)
    }

    @Test(arguments: files.filter { $0.path.hasSuffix(".lua") }.map(\.path))
    func `every annotation is of the grammar`(path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })

        for line in file.text.split(separator: "\n") where line.hasPrefix("---") {
            #expect(AnnotationGrammar.accepts(line), "\(path): \(line)")
        }
    }

    @Test func `every type that is used is defined, and every class once`() throws {
        let lines = Self.files.filter { $0.path.hasSuffix(".lua") }
            .flatMap { $0.text.split(separator: "\n") }
        let defined = lines.compactMap(AnnotationGrammar.definedName)
        let used = Set(lines.flatMap(AnnotationGrammar.usedNames))

        #expect(Set(defined).count == defined.count)
        #expect(used.subtracting(defined).isEmpty)
    }

    @Test(arguments: [
        "---@param x", "---@return", "---@field a", "---@class", "---@parm x string",
        "---@param x fun(a: string", "---@alias a|b string", "---@param x string|",
    ])
    func `the grammar refuses what is no annotation`(line: String) {
        #expect(!AnnotationGrammar.accepts(line[...]))
    }

    @Test(
        arguments: files.filter { $0.path.hasSuffix(".lua") || $0.path == ".luacheckrc" }.map(
            \.path))
    func `luac reads it`(path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })
        let folder = try ScratchFolder()
        defer { folder.remove() }
        try folder.write(file.text, to: "file.lua")

        let result = try folder.run("/usr/bin/luac5.4", ["-p", "file.lua"])

        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `the repository's own luacheck standard is the one of the table`() throws {
        let file = try #require(Self.files.first { $0.path == ".luacheckrc" })

        try expectFile(".luacheckrc", file.text)
    }

    @Test func `luacheck finds nothing wrong with our scripts`() throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }

        let result = try folder.run(
            "/usr/bin/luacheck", ["--no-color", "scripts"], in: repository)

        #expect(result.status == 0, "\(result.output)")
    }

    @Test(arguments: [
        ("graphene.paus('x')", "undefined field 'paus'"),
        ("graphene.pause = nil", "read-only"),
        ("os.execute('ls')", "undefined field 'execute'"),
        ("dofile('x')", "undefined variable 'dofile'"),
        ("pirnt(1)", "undefined variable 'pirnt'"),
        ("graphene.log.inform('x')", "undefined field 'log.inform'"),
    ])
    func `luacheck finds what scripts do not have`(script: String, finding: String) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        try folder.write(script + "\n", to: "script.lua")

        let result = try folder.run(
            "/usr/bin/luacheck",
            ["--no-color", "--config", repository.path + "/.luacheckrc", "script.lua"])

        #expect(result.status != 0)
        #expect(result.output.contains(finding), "\(result.output)")
    }

    @Test(arguments: ["", "-- mine\n", "local x = 1\n"])
    func `what was changed is told from what we wrote`(addition: String) {
        let text = Self.files[0].text + addition

        #expect(EditorFile.isUntouched(text) == addition.isEmpty)
        #expect(!EditorFile.isUntouched(addition))
    }
}

/// A folder of a test's own, in which programs are run.
struct ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "types-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
    }

    /// Runs a program in this folder, or in another one.
    func run(
        _ program: String, _ arguments: [String], in folder: URL? = nil
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder ?? url
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": url.path, "LC_ALL": "C.UTF-8"]
        let output = url.appending(path: "output")
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        (process.standardOutput, process.standardError) = (handle, handle)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}
