import Diagnostics
import Glibc

/// Walks over a folder and all below it; no link in it is followed.
struct FolderReader {
    /// What is in it.
    enum Item {
        case folder
        /// An open descriptor, at the file's begin.
        case file(descriptor: Int32, TreeEntry.Mode)
        case link(target: [UInt8])
        /// A device, a socket, a pipe.
        case other
    }

    typealias Visit = (_ path: String, _ item: Item, _ state: FileState) throws(LibraryError) ->
        Void

    private let root: String
    /// Names that are passed over, wherever they are.
    private let skipped: Set<String>
    private static let deepest = 100

    init(_ root: String, skipping skipped: Set<String> = []) {
        self.root = root
        self.skipped = skipped
    }

    /// Visits all, in any order; the folder itself too, whose path is empty.
    ///
    /// - Throws: `not_found` when the folder is not there, `config` for what cannot be read, and what
    ///   `visit` throws.
    func walk(_ visit: Visit) throws(LibraryError) {
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            var failure = LibraryFile.failure("read", root)
            if errno == ENOENT { failure.code = .notFound }
            throw failure
        }
        try walk(descriptor, "", visit, depth: 0)
    }

    private static let folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    /// Walks over an open folder and closes it.
    private func walk(
        _ descriptor: Int32, _ path: String, _ visit: Visit, depth: Int
    ) throws(LibraryError) {
        guard depth < Self.deepest, let stream = fdopendir(descriptor) else {
            let failure = LibraryFile.failure("read", "\(root)/\(path)")
            close(descriptor)
            throw failure
        }
        defer { closedir(stream) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw LibraryFile.failure("read", root) }
        try visit(path, .folder, FileState(status))
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." || skipped.contains(name) { continue }
            let full = path.isEmpty ? name : "\(path)/\(name)"
            // Most are files, and most file systems say so here: those are opened without a look.
            if entry.pointee.d_type == DT_REG {
                try readFile(name, in: descriptor, full, visit)
            } else {
                try look(name, in: descriptor, full, visit, depth: depth)
            }
        }
    }

    private func look(
        _ name: String, in folder: Int32, _ path: String, _ visit: Visit, depth: Int
    ) throws(LibraryError) {
        // What is no folder, file or link is never opened: a pipe would wait for its other end.
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw failure(path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            let descriptor = openat(folder, name, Self.folderFlags)
            guard descriptor >= 0 else { throw failure(path) }
            try walk(descriptor, path, visit, depth: depth + 1)
        case S_IFREG:
            try readFile(name, in: folder, path, visit)
        case S_IFLNK:
            guard let target = LibraryFile.target(ofLink: name, in: folder) else {
                throw failure(path)
            }
            try visit(path, .link(target: target), FileState(status))
        default:
            try visit(path, .other, FileState(status))
        }
    }

    private func readFile(
        _ name: String, in folder: Int32, _ path: String, _ visit: Visit
    ) throws(LibraryError) {
        let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(path)
        }
        let mode: TreeEntry.Mode = status.st_mode & S_IXUSR != 0 ? .executable : .regular
        try visit(path, .file(descriptor: descriptor, mode), FileState(status))
    }

    private func failure(_ path: String) -> LibraryError {
        LibraryFile.failure("read", "\(root)/\(path)")
    }
}

extension LibraryTree {
    /// Reads the files of a folder on this machine, as of a library that is being written.
    ///
    /// - Parameters:
    ///   - folder: An absolute path.
    ///   - skipped: Names that are passed over, wherever they are.
    ///   - limits: How much it may be.
    /// - Throws: `not_found`, `config`, `integrity`, `limit_exceeded`.
    package init(
        readingFrom folder: String, skipping skipped: Set<String> = [".git"],
        limits: TreeLimits = .usual
    ) throws(LibraryError) {
        var files: [File] = []
        var check = TreeCheck(limits: limits)
        try FolderReader(folder, skipping: skipped).walk {
            (path, item, state) throws(LibraryError) in
            switch item {
            case .folder: break
            case .file(let descriptor, let mode):
                try check.add(path, mode, size: Int(clamping: state.size))
                let bytes = try LibraryFile.read(
                    descriptor, limit: limits.fileSize, "\(folder)/\(path)")
                files.append(File(path: path, mode: mode, bytes: bytes))
            case .link(let target):
                try check.add(path, .link, size: target.count)
                files.append(File(path: path, mode: .link, bytes: target))
            case .other:
                throw LibraryError(
                    .integrity, "the library has `\(path)`, which is neither a file nor a link")
            }
        }
        try self.init(files, limits: limits)
    }
}
