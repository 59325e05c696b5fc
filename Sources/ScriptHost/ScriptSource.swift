import CLinux
import Diagnostics
import Glibc

/// A script as it was read.
package struct ScriptSource: Sendable {
    /// As errors and the run call it: the file's name as given, or `stdin`.
    package var name: String
    package var bytes: [UInt8]
    /// Where `require` and `install_plugin` look.
    package var folder: String

    package static let sizeLimit = 1 << 20
    /// The name of what standard input gave.
    static let inputName = "stdin"

    package init(name: String, bytes: [UInt8], folder: String) {
        self.name = name
        self.bytes = bytes
        self.folder = folder
    }

    /// Reads a script's file, or standard input for `-`.
    ///
    /// - Throws: `usage` for what is no script: missing, a folder, over 1 MB, or compiled Lua.
    package static func read(_ path: String) throws(RunFailure) -> ScriptSource {
        let isInput = path == "-"
        let descriptor = isInput ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            let isNameCut = access(path + ".lua", R_OK) == 0
            throw RunFailure(
                .usage, "cannot read the script \(path): \(reason)",
                hint: isNameCut
                    ? "did you mean `\(path).lua`?" : "name a file, or `-` for standard input")
        }
        defer { close(descriptor) }
        var size: Int64 = 0
        if glinux_file_kind(descriptor, &size) == GLINUX_FOLDER {
            throw RunFailure(
                .usage, "cannot run \(path): it is a directory", hint: "name a `.lua` file in it")
        }
        let bytes = try contents(of: descriptor, path)
        if bytes.first == 0x1b {
            throw RunFailure(
                .usage, "cannot run \(path): it is compiled Lua, and only text is run",
                hint: "run the source it was compiled from")
        }
        let folder = isInput ? "." : path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return ScriptSource(
            name: isInput ? inputName : path, bytes: bytes, folder: folder.isEmpty ? "/" : folder)
    }

    private static func contents(of descriptor: Int32, _ path: String) throws(RunFailure) -> [UInt8]
    {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= sizeLimit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let reason = String(cString: strerror(errno))
                throw RunFailure(.usage, "cannot read the script \(path): \(reason)")
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        throw RunFailure(
            .usage, "cannot run \(path): it is larger than 1 MB",
            hint: "keep data in a file of its own; scripts are at most 1 MB")
    }

    /// Whether a word stands anywhere in the script.
    func mentions(_ word: String) -> Bool { String(decoding: bytes, as: UTF8.self).contains(word) }

    /// The text of a line of the script, or of a module of its; nil when it is not at hand.
    package func text(of place: ScriptPlace) -> String? {
        if place.script == name { return Self.line(place.line, of: bytes) }
        // The script process names the place, and must not show other files with it.
        guard FolderModules.isModuleFile(place.script) else { return nil }
        let module = try? Beneath.read(place.script, below: folder, limit: Self.sizeLimit)
        return module.flatMap { Self.line(place.line, of: $0) }
    }

    private static func line(_ number: Int, of bytes: [UInt8]) -> String? {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        guard lines.indices.contains(number - 1) else { return nil }
        let line = lines[number - 1]
        return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
}
