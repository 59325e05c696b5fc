import Diagnostics
import Glibc

/// What is done with whole folders.
enum Folder {
    /// Makes a folder and those above it that are not there, by default for their owner alone.
    ///
    /// - Throws: `config`.
    static func make(_ path: String, mode: mode_t = 0o700) throws(LibraryError) {
        var made = ""
        for step in path.split(separator: "/") {
            made += "/" + step
            guard mkdir(made, mode) == 0 || errno == EEXIST || errno == EROFS else {
                var failure = LibraryFile.failure("make", made)
                failure.hint =
                    failure.hint ?? "check who may write there; XDG_CACHE_HOME names another place "
                    + "for libraries that were fetched"
                throw failure
            }
        }
    }

    /// The names in a folder, in any order; nil when it cannot be read.
    static func names(_ path: String) -> [String]? {
        guard let stream = opendir(path) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Removes a folder and all below it, read-only or not; what cannot be removed stays.
    static func remove(_ path: String) {
        // What was killed in a system call may still finish it.
        for _ in 0..<3 where !removeOnce(path) {}
    }

    private static func removeOnce(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return true }
        guard status.st_mode & S_IFMT == S_IFDIR else { return unlink(path) == 0 }
        if status.st_mode & 0o700 != 0o700 { chmod(path, 0o700) }
        for name in names(path) ?? [] { _ = removeOnce("\(path)/\(name)") }
        return rmdir(path) == 0
    }
}
