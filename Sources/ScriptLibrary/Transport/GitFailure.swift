import Diagnostics

/// What a failure of git's means for the person who wanted a library.
struct GitFailure {
    let messages: GitMessages
    let isCutOff: Bool
    let limits: TransportLimits

    init(_ ending: GitProcess.Ending, _ limits: TransportLimits) {
        messages = ending.messages
        isCutOff = ending.isCutOff
        self.limits = limits
    }

    /// Whether the server has no such commit, or gives only those that tags and branches name.
    var isMissingCommit: Bool {
        messages.mention("not our ref", "unadvertised object", "couldn't find remote ref")
    }

    /// The failure in our words, with git's own.
    var error: LibraryError {
        if isCutOff { return FolderMeasure.tooLarge(limits) }
        let reason = messages.reason ?? "git failed without a word"
        if messages.mention("No space left on device", "Disk quota exceeded") {
            return LibraryError(.config, reason, hint: "make room on the disk")
        }
        if isMissingCommit { return LibraryError(.notFound, reason) }
        if messages.mention("detected dubious ownership") {
            return LibraryError(
                .config, reason,
                hint: "say to git that you trust that folder of another user's, if you do: "
                    + "`git config --global --add safe.directory PATH`")
        }
        if messages.mention("Host key verification failed") {
            return LibraryError(
                .auth, reason,
                hint: "look at the server's key with `ssh HOST` at a terminal, and ask before you "
                    + "take one that has changed")
        }
        if isDenied {
            return LibraryError(
                .auth, reason,
                hint: "sign in with git's own means: a credential helper for https, a key that "
                    + "ssh-agent holds for ssh; `git ls-remote URL` must do without a question")
        }
        if messages.mention("not allowed") {
            return LibraryError(.usage, reason, hint: "only https, ssh and file are allowed")
        }
        if isMissingRepository {
            return LibraryError(
                .notFound, reason,
                hint: "look at the address; a private repository may be hidden from who is not "
                    + "signed in")
        }
        return LibraryError(
            .unavailable, reason, hint: "see whether `git ls-remote URL` does better")
    }

    private var isDenied: Bool {
        messages.mention(
            "Authentication failed", "could not read Username", "could not read Password",
            "terminal prompts disabled", "Permission denied",
            "returned error: 401", "returned error: 403")
    }

    private var isMissingRepository: Bool {
        messages.mention(
            "does not exist", "does not appear to be a git repository", "returned error: 404",
            "Repository not found", "repository not found", "' not found", "could not be found")
    }
}
