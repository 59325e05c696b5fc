import ScriptHost
import ScriptLibrary

/// The files of a library of a project's.
struct LibraryFiles: Sendable {
    let library: Lock.Library
    /// Where they are.
    let folder: String
    /// nil for a library that is a folder, which is as it is.
    private let stored: StoredLibrary?

    init(of library: Lock.Library, in folder: String, _ stored: StoredLibrary? = nil) {
        self.library = library
        self.folder = folder
        self.stored = stored
    }

    /// Reads what the library says of itself.
    ///
    /// - Throws: `config` when it has no manifest, or one that cannot be used; `integrity` when it was
    ///   changed since the library was looked up.
    func manifest() throws(LibraryError) -> Manifest {
        let name = Manifest.fileName
        let bytes =
            if let stored { try stored.bytes(of: name) } else {
                try DiskFiles().read("\(folder)/\(name)")
            }
        guard let bytes else { throw Project.missing(library) }
        return try Manifest(parsing: bytes, from: "\(library.title): \(name)")
    }

    /// Reads a file by its path in the library; nil when it has none of that name.
    func read(_ path: String) throws -> [UInt8]? {
        if let stored { return try stored.bytes(of: path) }
        return try Self.read(path, below: folder)
    }

    /// Reads a file below a folder; no path that leads out of it is followed.
    static func read(_ path: String, below folder: String) throws(RunFailure) -> [UInt8]? {
        try Beneath.read(path, below: folder, limit: ScriptSource.sizeLimit, calling: folder)
    }
}
