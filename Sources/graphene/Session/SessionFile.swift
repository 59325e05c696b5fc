import Diagnostics
import Glibc
import REPL
import ScriptHost

/// Files that a session writes and reads.
enum SessionFile {
    /// How many are offered at most: a folder may hold any number.
    private static let most = 1_000

    /// The folders, marked with a slash, and the scripts whose path begins with a text.
    ///
    /// What is hidden is shown to who begins with its dot.
    @Sendable static func names(beginningWith path: String) -> [String] {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let beginning = path.dropFirst(folder.count)
        guard let listing = opendir(folder.isEmpty ? "." : String(folder)) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while names.count < most, let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(beginning), name != ".", name != "..",
                name.hasPrefix(".") == beginning.hasPrefix(".")
            else { continue }
            var kind = stat()
            let isFolder = stat(folder + name, &kind) == 0 && kind.st_mode & S_IFMT == S_IFDIR
            guard isFolder || name.hasSuffix(".lua") else { continue }
            names.append(folder + name + (isFolder ? "/" : ""))
        }
        return names
    }

    /// Writes a script; one that is there is not overwritten.
    static func write(_ text: String, to path: String) throws(UsageFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let hint = errno == EEXIST ? "name another file, or remove that one" : nil
            throw UsageFailure(
                "cannot write \(path): \(String(cString: strerror(errno)))", hint: hint)
        }
        defer { close(descriptor) }
        // It leaves as all else does: without any secret.
        let lost = OutputStream.write(Array(Outgoing.hidden(text).utf8), to: descriptor)
        if let lost {
            throw UsageFailure(
                "cannot write \(path): \(String(cString: strerror(lost.number)))")
        }
    }

    /// The text as Lua's own loader takes a file's: without a byte order mark, and past a first line
    /// that names a program.
    static func withoutProgram(_ text: String) -> String {
        let text =
            text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
        return text.hasPrefix("#") ? "--" + text : text
    }

    /// Reads a script as one entry.
    static func entry(_ path: String, columns: Int) throws -> Entry {
        let file = try ScriptSource.read(path)
        guard let read = String(validating: file.bytes, as: UTF8.self) else {
            throw UsageFailure("cannot load \(path): it is no UTF-8")
        }
        let text = Self.withoutProgram(read)
        // Its locals last too; what is wrong with it, Lua says with the file's line.
        guard case .ready(let source, _) = EntryReading(text) else {
            return Entry(path, text: text, source: text, form: .shown(columns: columns))
        }
        return Entry(path, text: text, source: source, form: .shown(columns: columns))
    }
}
