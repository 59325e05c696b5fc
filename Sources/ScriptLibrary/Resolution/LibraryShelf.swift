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

    /// What a library is called there.
    package static func folderName(of library: Lock.Library) -> String {
        "\(library.name)-\(library.version)"
    }

    /// Looks up a locked library, and reads its files only where they look touched.
    ///
    /// - Returns: nil when it is not at hand.
    /// - Throws: `integrity`, naming a file; `config`.
    package func find(_ library: Lock.Library) throws(LibraryError) -> StoredLibrary? {
        guard let hash = library.hash else { return nil }
        if let found = try vendor?.library(Self.folderName(of: library), hash) { return found }
        return try cache?.library(hash)
    }

    /// Looks up a locked library and reads all its files.
    ///
    /// - Returns: nil when it is not at hand.
    /// - Throws: `integrity`, naming a file; `config`.
    package func verify(_ library: Lock.Library) throws(LibraryError) -> StoredLibrary? {
        guard let hash = library.hash else { return nil }
        if let found = try vendor?.verified(Self.folderName(of: library), hash) { return found }
        return try cache?.verified(hash)
    }
}
