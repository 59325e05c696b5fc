import Diagnostics

/// A library's repository, asked by the system's git.
///
/// Nothing is ever checked out: no hook, filter or submodule of the repository runs or is fetched.
/// Each call blocks its thread until git has ended.
package struct GitSource: Sendable {
    package let url: LibraryURL
    private let transport: GitTransport

    /// A tag, and the commit that it is of.
    package struct Tag: Hashable, Sendable {
        package var name: String
        /// 40 hex digits, or 64.
        package var commit: String

        package init(name: String, commit: String) {
            self.name = name
            self.commit = commit
        }
    }

    package init(_ url: LibraryURL, _ transport: GitTransport) {
        self.url = url
        self.transport = transport
    }

    /// Lists the tags, sorted by the bytes of their names; empty when there are none.
    ///
    /// - Throws: `not_found`, `auth`, `unavailable`, `timeout`, `limit_exceeded`, `cancelled`,
    ///   `config`.
    package func tags() throws(LibraryError) -> [Tag] {
        try attempt("list the tags of") { (scratch) throws(LibraryError) in
            let repository = try GitRepository(in: scratch, url, transport)
            return try repository.tags()
        }
    }

    /// Fetches the files of one commit, and nothing else.
    ///
    /// - Parameters:
    ///   - commit: 40 hex digits, or 64.
    ///   - tag: The tag that it was found by, for servers that give only what a tag or branch names.
    /// - Returns: Its files, checked.
    /// - Throws: `not_found` when the commit is not there, `integrity` when the tag is of another
    ///   commit now, or for what a library may not have; `auth`, `unavailable`, `timeout`,
    ///   `limit_exceeded`, `cancelled`, `config`.
    package func tree(commit: String, tag: String? = nil) throws(LibraryError) -> LibraryTree {
        guard Self.isCommit(commit) else {
            throw LibraryError(
                .usage, "`\(commit)` is no commit: 40 hex digits, or 64, are needed",
                hint: "`git rev-parse \(commit)` in the repository writes it in full")
        }
        return try attempt("fetch") { (scratch) throws(LibraryError) in
            let repository = try GitRepository(in: scratch, url, transport, commit: commit)
            try repository.fetch(Tag(name: tag ?? "", commit: commit))
            return try repository.tree(of: commit)
        }
    }

    /// Asks whether a tag is still of the commit that it was of.
    ///
    /// - Throws: `integrity` when it is of another one, `not_found` when it is gone; and as `tags`.
    package func confirm(_ tag: Tag) throws(LibraryError) {
        guard let now = try tags().first(where: { $0.name == tag.name }) else {
            throw LibraryError(.notFound, "\(url) has no tag \(tag.name) any more")
        }
        if now.commit != tag.commit { throw Self.moved(tag, to: now.commit, url) }
    }

    static func moved(_ tag: Tag, to commit: String, _ url: LibraryURL) -> LibraryError {
        LibraryError(
            .integrity,
            "the tag \(tag.name) of \(url) was commit \(tag.commit.prefix(12)) when it was locked, "
                + "and is \(commit.prefix(12)) now",
            hint: "ask who moved it and why before you lock it anew")
    }

    static func isCommit(_ text: some StringProtocol) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64)
            && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// Does something in a temporary folder; a failure says what with.
    private func attempt<Result>(
        _ verb: String, _ body: (_ scratch: String) throws(LibraryError) -> Result
    ) throws(LibraryError) -> Result {
        do {
            return try transport.scratch.withFolder(body)
        } catch {
            var failure = error
            if failure.code != .cancelled, !failure.message.hasPrefix("the tag ") {
                failure.message = "cannot \(verb) \(url): \(failure.message)"
            }
            failure.hint = failure.hint?.replacing("URL", with: url.description)
            throw failure
        }
    }
}
