import Diagnostics
import Glibc

extension LibraryTree {
    /// Writes its files into a new folder.
    ///
    /// - Parameters:
    ///   - folder: Where there is nothing yet.
    ///   - isReadOnly: Whether nobody may write to them afterwards.
    /// - Throws: `config`, naming the path; what was written till then stays.
    func write(to folder: String, isReadOnly: Bool) throws(LibraryError) {
        guard mkdir(folder, 0o755) == 0 else { throw LibraryFile.failure("make", folder) }
        var made: Set = [""]
        for file in files {
            try makeFolders(of: file.path, in: folder, &made)
            let path = "\(folder)/\(file.path)"
            guard file.mode == .link else {
                let mode: mode_t = file.mode == .executable ? 0o755 : 0o644
                try LibraryFile.write(file.bytes, to: path, mode: isReadOnly ? mode & 0o555 : mode)
                continue
            }
            guard symlink(String(decoding: file.bytes, as: UTF8.self), path) == 0 else {
                throw LibraryFile.failure("write", path)
            }
        }
        guard isReadOnly else { return }
        for path in made { chmod("\(folder)/\(path)", 0o555) }
    }

    private func makeFolders(
        of path: String, in folder: String, _ made: inout Set<String>
    ) throws(LibraryError) {
        let steps = path.split(separator: "/").dropLast()
        for count in 0..<steps.count {
            let name = steps[...count].joined(separator: "/")
            guard made.insert(name).inserted else { continue }
            guard mkdir("\(folder)/\(name)", 0o755) == 0 else {
                throw LibraryFile.failure("make", "\(folder)/\(name)")
            }
        }
    }
}
