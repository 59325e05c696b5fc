import Foundation
import Glibc
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
        let output = try run(script, on: sources)
        let lines = output.split(separator: "\n").map(String.init)
        try #require(lines.count == sources.count)
        return lines.map(fault)
    }

    private static func fault(_ line: String) -> Fault? {
        guard line != "ok" else { return nil }
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        return Fault(line: Int(parts[0]), message: parts.dropFirst().joined())
    }

    /// Whether the compiler alone, `luac`, accepts a source.
    static func compiles(_ source: String) throws -> Bool {
        try withFolder { folder in
            let file = folder.appending(path: "source.lua")
            try Data(source.utf8).write(to: file)
            return try output(of: "luac5.4 -p '\(file.path)' 2>&1 && echo ok") == "ok\n"
        }
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
        String(try run(sessionScript, on: sources).dropLast())
    }

    /// What a script writes that reads the paths of files with the sources.
    private static func run(_ script: String, on sources: [[UInt8]]) throws -> String {
        try withFolder { folder in
            var paths = ""
            for (number, source) in sources.enumerated() {
                let file = folder.appending(path: "\(number)")
                try Data(source).write(to: file)
                // Lua shortens long names in its messages.
                paths += "\(number)\n"
            }
            try Data(paths.utf8).write(to: folder.appending(path: "paths"))
            try Data(script.utf8).write(to: folder.appending(path: "script"))
            return try output(of: "cd '\(folder.path)' && lua5.4 script <paths")
        }
    }

    private static func withFolder<Result>(_ use: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lua-syntax-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try use(folder)
    }

    /// What a command line writes; Foundation's `Process` leaks, which LeakSanitizer tells of.
    private static func output(of command: String) throws -> String {
        let pipe = try #require(popen(command, "r"))
        defer { pclose(pipe) }
        var output: [UInt8] = []
        var byte = getc(pipe)
        while byte != EOF {
            output.append(UInt8(truncatingIfNeeded: byte))
            byte = getc(pipe)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
