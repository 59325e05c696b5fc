import Diagnostics
import Glibc
import ScriptHost

/// The files of tests that a command line names.
enum TestFiles {
    static let ending = "_test.lua"

    /// Finds them in the order of the paths, those of a folder in the order of their names, each
    /// once; folders whose name begins with a dot, and links to folders, are left alone.
    ///
    /// - Throws: `usage` for what is not there or cannot be read, and where there is no test.
    static func find(_ paths: [String]) throws(UsageFailure) -> [String] {
        var files: [String] = []
        for path in paths {
            let found = isFolder(path) ? try search(path) : [try checked(path)]
            guard !found.isEmpty else {
                throw UsageFailure(
                    "there is no file called *\(ending) in \(path) or below",
                    hint: "write one beside its script, or start both with `graphene new NAME`")
            }
            files += found.filter { !files.contains($0) }
        }
        return files
    }

    /// Reads a file, and finds the folder that holds it and the scripts it may run: the working
    /// folder when the file is in it, else its own.
    static func read(_ path: String) throws(RunFailure) -> TestFile {
        let source = try ScriptSource.read(path)
        guard let working = resolve("."), let own = resolve(source.folder) else {
            return TestFile(
                source: source, root: source.folder, folder: "", shownRoot: source.folder + "/")
        }
        let root = working == "/" ? "/" : working + "/"
        guard own == working || own.hasPrefix(root) else {
            return TestFile(
                source: source, root: source.folder, folder: "",
                shownRoot: source.folder == "/" ? "/" : source.folder + "/")
        }
        return TestFile(
            source: source, root: ".", folder: String(own.dropFirst(root.count)), shownRoot: "")
    }

    private static func checked(_ path: String) throws(UsageFailure) -> String {
        guard access(path, F_OK) == 0 else {
            throw UsageFailure("there is no file \(path)", hint: "name a file or a folder")
        }
        guard path.hasSuffix(ending) else {
            let beside = (path.hasSuffix(".lua") ? String(path.dropLast(4)) : path) + ending
            throw UsageFailure(
                "\(path) is no file of tests: they are called NAME\(ending)",
                hint: access(beside, F_OK) == 0
                    ? "did you mean `\(beside)`?" : "write its tests into \(beside)")
        }
        return path
    }

    private static func search(_ folder: String) throws(UsageFailure) -> [String] {
        guard let handle = opendir(folder) else {
            throw UsageFailure(
                "cannot search \(folder): \(String(cString: strerror(errno)))",
                hint: "check its mode")
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        var files: [String] = []
        for name in names.sorted() {
            let start = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
            let path = start + name
            if isFolder(path, followsLinks: false) {
                files += try search(path)
            } else if name.hasSuffix(ending), !isFolder(path) {
                files.append(path)
            }
        }
        return files
    }

    private static func isFolder(_ path: String, followsLinks: Bool = true) -> Bool {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    private static func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
