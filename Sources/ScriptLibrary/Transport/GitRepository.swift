import Diagnostics
import Glibc

/// An empty repository in a temporary folder, and what git does with it until one deadline.
struct GitRepository {
    private let folder: String
    private let url: LibraryURL
    private let transport: GitTransport
    private let deadline: Duration

    /// Makes the repository; `commit` tells which kind of names its objects have.
    init(
        in folder: String, _ url: LibraryURL, _ transport: GitTransport, commit: String = ""
    ) throws(LibraryError) {
        self.folder = folder
        self.url = url
        self.transport = transport
        deadline = GitProcess.now() + transport.limits.time
        var words = ["init", "--quiet", "--bare", "--template=", "--initial-branch=main"]
        if commit.utf8.count == 64 { words.append("--object-format=sha256") }
        try succeed(try run(words + ["git"]))
    }

    func tags() throws(LibraryError) -> [GitSource.Tag] {
        var list = GitTagList(limits: transport.limits)
        let words = ["--git-dir=git", "ls-remote", "--tags", "--", url.description]
        let ending = try run(words) { (piece) throws(LibraryError) in try list.take(piece) }
        try succeed(ending)
        return list.tags
    }

    /// Fetches a commit, by itself or else by its tag, whose name may be empty.
    func fetch(_ tag: GitSource.Tag) throws(LibraryError) {
        let direct = try fetch(tag.commit)
        if direct.isSuccess { return }
        let failure = GitFailure(direct, transport.limits)
        guard failure.isMissingCommit else { throw failure.error }
        let missing = LibraryError(
            .notFound, "the repository does not have, or does not give, commit \(tag.commit)",
            hint: "look whether it was removed; `graphene lib update` takes a version that is there"
        )
        guard Self.isTagName(tag.name) else { throw missing }
        let byTag = try fetch("refs/tags/\(tag.name)")
        guard byTag.isSuccess else {
            let failure = GitFailure(byTag, transport.limits)
            throw failure.isMissingCommit ? missing : failure.error
        }
        let found = try text(["--git-dir=git", "rev-parse", "--verify", "FETCH_HEAD^{commit}"])
        guard found == tag.commit else { throw GitSource.moved(tag, to: found, url) }
    }

    /// The files of a fetched commit.
    func tree(of commit: String) throws(LibraryError) -> LibraryTree {
        var listing = GitListing(limits: transport.limits.tree)
        let words = ["--git-dir=git", "ls-tree", "-r", "-z", "-l", "--full-tree"]
        let listed = try run(words + ["\(commit)^{commit}"]) { (piece) throws(LibraryError) in
            try listing.take(piece)
        }
        try succeed(listed)
        var contents = GitContents(of: listing.items)
        let question = folder + "/objects"
        try LibraryFile.write(contents.question, to: question, mode: 0o600)
        let printed = try run(
            ["--git-dir=git", "cat-file", "--batch", "--buffer"], input: question
        ) { (piece) throws(LibraryError) in try contents.take(piece) }
        try succeed(printed)
        return try LibraryTree(try contents.files(), limits: transport.limits.tree)
    }

    private func fetch(_ what: String) throws(LibraryError) -> GitProcess.Ending {
        try run([
            "--git-dir=git", "fetch", "--progress", "--depth=1", "--no-tags", "--",
            url.description, what,
        ])
    }

    /// What git prints in one line.
    private func text(_ words: [String]) throws(LibraryError) -> String {
        var bytes: [UInt8] = []
        let ending = try run(words) { (piece) throws(LibraryError) in
            bytes += piece.prefix(200)
        }
        try succeed(ending)
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private func run(
        _ words: [String], input: String = "/dev/null",
        receive: (ArraySlice<UInt8>) throws(LibraryError) -> Void = { _ in }
    ) throws(LibraryError) -> GitProcess.Ending {
        try GitProcess.run(
            words, in: folder, input: input, transport, until: deadline, receive: receive)
    }

    private func succeed(_ ending: GitProcess.Ending) throws(LibraryError) {
        guard ending.isSuccess else { throw GitFailure(ending, transport.limits).error }
    }

    /// Whether a tag may be asked for by this name.
    private static func isTagName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("..")
            && name.utf8.allSatisfy { $0 > 32 && $0 != 127 && !"~^:?*[\\".utf8.contains($0) }
    }
}
