import Foundation
import SimulatedCloud
import Testing

/// Every command of the README is run, in a folder of its own and in the order of its block.
struct ReadmeTests {
    @Test(arguments: Readme.blocks.filter { $0.language == "sh" && $0.exclusion == nil })
    func `the commands of a block do what the README says`(_ block: Readme.Block) async throws {
        let folder = try ShellFolder()
        defer { folder.remove() }
        if let (name, text) = block.script { try folder.write(text, to: name) }

        for command in block.commands {
            let result = try await folder.run(Readme.runnable(command))

            #expect(result.status == 0, "\(command)\n\(result.errors)")
            if let output = block.output { #expect(result.output == output) }
        }
    }

    @Test func `only what needs a release, a network or an account of one's own is left out`() {
        let excluded = Readme.blocks.filter { $0.exclusion != nil }

        #expect(excluded.compactMap(\.exclusion) == ["a release build", "an account of one's own"])
    }

    @Test(arguments: Readme.recipes)
    func `a recipe's line does it in the simulated cloud`(_ line: String) async throws {
        let folder = try ShellFolder()
        defer { folder.remove() }

        let result = try await folder.run(line + " --simulator --yes")

        #expect(result.status == 0, "\(line)\n\(result.errors)")
        #expect(result.output.contains("changed = "))
    }

    @Test func `there is a line for each script`() {
        let scripts = Readme.recipes.compactMap { line in
            line.split(separator: " ").first { $0.hasSuffix(".lua") }
                .map { String($0.dropFirst("scripts/".count).dropLast(".lua".count)) }
        }

        #expect(scripts.sorted() == ParameterRefusalTests.scripts)
    }

    @Test func `the README is no longer than a person reads`() {
        #expect(Readme.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 201)
    }
}

/// The README in its parts.
enum Readme {
    /// A fenced block.
    struct Block: Sendable, CustomTestStringConvertible {
        var language: String
        var lines: [String] = []
        /// The Lua file that the commands need, shown in the block before.
        var script: (name: String, text: String)?
        /// What the commands print to standard output, shown in the block after.
        var output: String?

        var testDescription: String { commands.first ?? "nothing" }

        /// What is not run by tests, and why.
        var exclusion: String? {
            if lines.contains("export GRAPHENEDB_CLIENT_ID=…") { return "an account of one's own" }
            if lines.contains(where: { $0.hasPrefix("make build") }) { return "a release build" }
            return nil
        }

        /// The lines without their remarks.
        var commands: [String] {
            lines.map { line in
                let command = line.firstRange(of: "  #").map { line[..<$0.lowerBound] } ?? line[...]
                return command.trimmingCharacters(in: .whitespaces)
            }.filter { !$0.isEmpty }
        }
    }

    static let text =
        (try? String(contentsOfFile: ShellFolder.repository + "/README.md", encoding: .utf8)) ?? ""

    static let blocks: [Block] = {
        var blocks: [Block] = []
        var open: Block?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open { blocks.append(block) }
                open = open == nil ? Block(language: String(line.dropFirst(3))) : nil
            } else {
                open?.lines.append(String(line))
            }
        }
        return joined(blocks)
    }()

    /// Gives the commands of a block the script before them and the output after them.
    private static func joined(_ blocks: [Block]) -> [Block] {
        var blocks = blocks
        for index in blocks.indices.dropFirst().dropLast()
        where blocks[index].language == "sh" && blocks[index - 1].language == "lua" {
            let name = blocks[index].commands[0].split(separator: " ").last.map(String.init) ?? ""
            blocks[index].script = (name, blocks[index - 1].lines.joined(separator: "\n"))
            blocks[index].output = blocks[index + 1].lines.map { $0 + "\n" }.joined()
        }
        return blocks
    }

    /// The one-line commands of the tables.
    static let recipes: [String] = text.split(separator: "\n").compactMap { line in
        guard line.hasPrefix("| "), let start = line.firstRange(of: "`graphene run scripts/") else {
            return nil
        }
        return String(line[line.index(after: start.lowerBound)...].prefix { $0 != "`" })
    }

    /// What is run for a command: what would build inside this build is looked at only, and a
    /// server is stopped once it is ready.
    static func runnable(_ command: String) -> String {
        if command == "make demo" {
            return #"cd "$REPOSITORY" && eval "$(make -s -n demo | tail -n 1)""#
        }
        if command.hasPrefix("make ") {
            return command.replacing("make ", with: #"make -C "$REPOSITORY" -n "#)
        }
        if command == ".ci/run" { return #"bash -n "$REPOSITORY"/.ci/run"# }
        if command.hasPrefix("graphene simulator --port") {
            return """
                exec 3< <(graphene simulator --port 0); server=$!
                read -r line <&3; kill $server; [[ $line == "export GRAPHENE_API_URL="* ]]
                """
        }
        return command
    }
}

/// A folder in which commands are run as a person with `graphene` on the path would.
private struct ShellFolder {
    static let repository = String(ScriptStage.scripts.dropLast("/scripts".count))
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: url.appending(path: "scripts"),
            withDestinationURL: URL(filePath: ScriptStage.scripts))
    }

    func remove() { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
    }

    func run(_ command: String) async throws -> (status: Int32, output: String, errors: String) {
        let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-o", "pipefail", "-c", command]
        process.currentDirectoryURL = url
        process.environment = [
            "PATH": "\(products):/usr/local/bin:/usr/bin:/bin", "HOME": url.path,
            "REPOSITORY": Self.repository,
        ]
        let (output, errors) = (url.appending(path: "output"), url.appending(path: "errors"))
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        var status: Int32 = -1
        for await ended in ends {
            status = ended
            break
        }
        return (
            status, try String(contentsOf: output, encoding: .utf8),
            try String(contentsOf: errors, encoding: .utf8)
        )
    }
}
