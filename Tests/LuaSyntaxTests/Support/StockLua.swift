import Foundation
import Testing

/// What Debian's Lua says of sources: many of them in one process.
enum StockLua {
    /// A fault as stock Lua tells it; the line is nil where it tells none.
    struct Fault: Equatable {
        let line: Int?
        let message: String
    }

    /// Reads the paths of files, compiles each and writes "ok", or line and message.
    private static let script = #"""
        for path in io.lines() do
          local chunk, message = loadfile(path, "t")
          if chunk then
            print("ok")
          else
            local line, text = message:sub(#path + 1):match("^:(%d+): (.*)$")
            print((((line or "") .. "\t" .. (text or message)):gsub("\n", "\\n")))
          end
        end
        """#

    /// The fault of each source, nil for one that is valid; in their order.
    static func faults(in sources: [[UInt8]]) throws -> [Fault?] {
        let output = try withFiles(sources) { list in
            try run("lua5.4", ["-e", script], input: list).output
        }
        let lines = output.split(separator: "\n").map(String.init)
        try #require(lines.count == sources.count)
        return lines.map(fault)
    }

    /// Gives a file with the paths of files that hold the sources.
    private static func withFiles<Result>(
        _ sources: [[UInt8]], _ use: (URL) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lua-syntax-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths = ""
        for (number, source) in sources.enumerated() {
            let file = folder.appending(path: "\(number)")
            try Data(source).write(to: file)
            paths += file.path + "\n"
        }
        let list = folder.appending(path: "paths")
        try Data(paths.utf8).write(to: list)
        return try use(list)
    }

    private static func fault(_ line: String) -> Fault? {
        guard line != "ok" else { return nil }
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        return Fault(line: Int(parts[0]), message: parts.dropFirst().joined())
    }

    /// Whether the compiler alone, `luac`, accepts a source.
    static func compiles(_ source: String) throws -> Bool {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "lua-syntax-\(UUID().uuidString).lua")
        try Data(source.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run("luac5.4", ["-p", file.path], input: file).status == 0
    }

    private static let sessionScript = #"""
        local env = setmetatable({ closed = {} }, { __index = _G })
        function env.__close(name, value) env.closed[name] = value return value end
        local ok, result = true, nil
        for path in io.lines() do
          ok, result = pcall(assert(loadfile(path, "t", env)))
          if not ok then break end
        end
        print(ok and tostring(result) or "error " .. result:match(":(%d+):"))
        """#

    /// What the last of some chunks that share their globals returns, or the line of an error.
    static func session(_ sources: [[UInt8]]) throws -> String {
        try withFiles(sources) { list in
            String(try run("lua5.4", ["-e", sessionScript], input: list).output.dropLast())
        }
    }

    private static func run(
        _ program: String, _ arguments: [String], input: URL
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
