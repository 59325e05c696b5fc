import Diagnostics
import Glibc

/// A folder with a `graphene.toml`, and what its files say.
package struct Project: Sendable {
    /// From the root, without links.
    package let folder: String
    package let storage: ProjectStorage
    package private(set) var contents: ProjectStorage.Contents
    package private(set) var manifest: Manifest
    /// nil when there is no `graphene.lock`.
    package private(set) var lock: Lock?

    /// Reads a project.
    ///
    /// - Parameters:
    ///   - folder: The folder of its `graphene.toml`.
    ///   - files: What reads.
    /// - Throws: `config` and `integrity`, naming file and line.
    package init(
        at folder: String, _ files: any ProjectFiles = DiskFiles()
    ) throws(LibraryError) {
        self.folder = folder
        storage = ProjectStorage(folder, files)
        contents = try storage.read()
        manifest = try Manifest(
            parsing: contents.manifest ?? [], from: storage.path(Manifest.fileName))
        let path = storage.path(Lock.fileName)
        lock = try contents.lock.map { bytes throws(LibraryError) in
            try Lock(parsing: bytes, from: path)
        }
    }

    /// What messages call the project.
    package var title: String { manifest.name.map { "\($0)" } ?? "the project" }

    /// The folder of the project that a folder belongs to; nil when there is none.
    ///
    /// It is the nearest one upwards whose `graphene.toml` says something of a package, else the
    /// nearest that has one; never above the repository's root.
    package static func find(
        from folder: String, _ files: any ProjectFiles = DiskFiles()
    ) throws(LibraryError) -> String? {
        var nearest: String?
        for folder in foldersUpwards(from: folder) {
            let storage = ProjectStorage(folder, files)
            let path = storage.path(Manifest.fileName)
            guard let bytes = try files.read(path) else { continue }
            nearest = nearest ?? folder
            if Self.mentionsPackage(bytes) { return folder }
        }
        return nearest
    }

    /// Without reading it whole: the file may be one that cannot be read at all, and far away.
    private static func mentionsPackage(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: 10).contains { line in
            let text = line.drop { $0 == 32 || $0 == 9 }
                .filter { $0 != 32 && $0 != 9 && $0 != UInt8(ascii: "\"") }
            return Manifest.tables.contains { name in
                ["[\(name)]", "[\(name).", "\(name)=", "\(name)."].contains {
                    text.starts(with: $0.utf8)
                }
            }
        }
    }

    /// A folder and those above it, as far as its repository goes.
    private static func foldersUpwards(from folder: String) -> [String] {
        guard let resolved = realpath(folder.isEmpty ? "." : folder, nil) else { return [] }
        defer { free(resolved) }
        var folder = String(cString: resolved)
        var folders: [String] = []
        while true {
            folders.append(folder)
            let isRoot = access((folder == "/" ? "" : folder) + "/.git", F_OK) == 0
            guard !isRoot, folder != "/", let slash = folder.lastIndex(of: "/") else {
                return folders
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }
}
