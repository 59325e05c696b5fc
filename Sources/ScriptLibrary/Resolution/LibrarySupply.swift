/// Where libraries are had from: repositories, and what was had from them before.
///
/// Each call may take long and blocks its thread.
package protocol LibrarySupply: Sendable {
    /// The tags of a repository, and the commits that they are of.
    func tags(of url: String) throws(LibraryError) -> [LibraryTag]

    /// The files of one commit; the tag is what it was found by.
    func tree(of url: String, commit: String, tag: String?) throws(LibraryError) -> LibraryTree

    /// A library that is at hand; nil when it is not, or is damaged.
    func stored(_ hash: TreeHash) throws(LibraryError) -> LibraryTree?

    /// Keeps a library at hand.
    func store(_ tree: LibraryTree) throws(LibraryError)
}

/// A tag of a repository, and the commit that it is of.
package struct LibraryTag: Hashable, Sendable {
    package var name: String
    package var commit: String

    package init(_ name: String, commit: String) {
        self.name = name
        self.commit = commit
    }
}
