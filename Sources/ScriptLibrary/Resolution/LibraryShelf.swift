/// Libraries that are at hand: in the project, else in the user's cache.
package struct LibraryShelf: Sendable {
    package let cache: LibraryCache?
    package let vendor: VendorFolder?

    package init(cache: LibraryCache?, vendor: VendorFolder?) {
        self.cache = cache
        self.vendor = vendor
    }

    /// The folder of a project in which `graphene lib vendor` puts its libraries.
    package static let vendorFolder = "vendor/graphene"

    /// What a library is called there: its name and version, and where another of the same lock has
    /// both, the beginning of its hash.
    package static func folderName(of library: Lock.Library, in lock: Lock) -> String {
        let isAlone = lock.libraries.count { $0.title == library.title && $0.hash != nil } < 2
        return names(of: library)[isAlone ? 1 : 0]
    }

    private static func names(of library: Lock.Library) -> [String] {
        let name = "\(library.name)-\(library.version)"
        guard let hash = library.hash else { return [name, name] }
        return ["\(name)-\("\(hash.value)".prefix(12))", name]
    }

    /// Looks up a locked library, and reads its files only where they look touched.
    ///
    /// - Returns: nil when it is not at hand.
    /// - Throws: `integrity`, naming a file; `config`.
    package func find(_ library: Lock.Library) throws(LibraryError) -> StoredLibrary? {
        guard let hash = library.hash else { return nil }
        for name in Self.names(of: library) {
            if let found = try vendor?.library(name, hash) { return found }
        }
        return try cache?.library(hash)
    }

    /// Looks up a locked library and reads all its files.
    ///
    /// - Returns: nil when it is not at hand.
    /// - Throws: `integrity`, naming a file; `config`.
    package func verify(_ library: Lock.Library) throws(LibraryError) -> StoredLibrary? {
        guard let hash = library.hash else { return nil }
        for name in Self.names(of: library) {
            if let found = try vendor?.verified(name, hash) { return found }
        }
        return try cache?.verified(hash)
    }
}
