import Glibc
import ScriptCheck
import ScriptHost

/// The Lua files that a person names, or has in folders.
enum ScriptFiles {
    /// More folders inside one another are a mistake.
    private static let deepest = 32

    /// The scripts at paths, in order: a folder gives all `*.lua` in it, sorted, those of folders in
    /// it too; what begins with a dot and links to folders are left out.
    ///
    /// - Throws: `usage` for a path that is not there, and a folder without scripts.
    static func find(_ paths: [String]) throws(UsageFailure) -> [String] {
        var all: [String] = []
        var seen: Set<String> = []
        for path in paths {
            var found: [String] = []
            if try isFolder(path) {
                let folder = path.hasSuffix("/") ? path : path + "/"
                collect(from: folder, depth: 0, into: &found)
                guard !found.isEmpty else {
                    throw UsageFailure(
                        "there is no script in \(path)", hint: "a script's name ends in `.lua`")
                }
            } else {
                found = [path]
            }
            for script in found where seen.insert(script).inserted { all.append(script) }
        }
        return all
    }

    private static func isFolder(_ path: String) throws(UsageFailure) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw UsageFailure(
                "cannot check \(path): \(String(cString: strerror(errno)))",
                hint: "name scripts, or folders that hold some")
        }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    private static func collect(from folder: String, depth: Int, into found: inout [String]) {
        guard depth < deepest, let directory = opendir(folder) else { return }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        closedir(directory)
        for name in names.sorted() {
            let path = (folder == "./" ? "" : folder) + name
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                collect(from: path + "/", depth: depth + 1, into: &found)
            } else if name.hasSuffix(".lua") {
                found.append(path)
            }
        }
    }

    /// What is at a path, as a run would take it.
    static func read(_ path: String) -> ScriptCheck.File {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(systemError())
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return .unreadable("this is no regular file")
        }
        guard status.st_size <= ScriptSource.sizeLimit else {
            return .unreadable("this is larger than \(ScriptSource.sizeLimit >> 20) MB")
        }
        do throws(UsageFailure) {
            return .source(
                try WholeFile.read(path, limit: ScriptSource.sizeLimit, as: "the script"))
        } catch {
            return .unreadable(error.message)
        }
    }

    private static func systemError() -> String { String(cString: strerror(errno)) }
}
