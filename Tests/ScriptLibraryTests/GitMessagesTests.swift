import Diagnostics
import Foundation
import ScriptLibrary
import Testing

struct GitMessagesTests {
    /// What a git that says this and fails is taken for.
    private static func failure(_ words: String) throws -> (LibraryError?, address: String) {
        try withGitRepository { git in
            try words.write(toFile: git.root + "/words", atomically: true, encoding: .utf8)
            try git.install(
                "bin/git",
                "case \" $* \" in *\" init \"*) exit 0 ;; esac; cat \(git.root)/words >&2; exit 128"
            )
            var git = git
            git.environment["PATH"] = git.root + "/bin:/usr/bin:/bin"
            let source = try git.source()
            return (#expect(throws: LibraryError.self) { try source.tags() }, git.address)
        }
    }

    @Test(arguments: [
        (
            "git@host: Permission denied (publickey).\r\nfatal: Could not read from remote "
                + "repository.\n\nPlease make sure you have the correct access rights\n",
            ErrorCode.auth, "git@host: Permission denied (publickey)."
        ),
        (
            "fatal: detected dubious ownership in repository at '/srv/x.git'\n", .config,
            "detected dubious ownership in repository at '/srv/x.git'"
        ),
        (
            "@@@@@@@@@@@\r\nHost key verification failed.\r\nfatal: Could not read from remote "
                + "repository.\n", .auth, "Host key verification failed."
        ),
        (
            "fatal: could not read Username for 'https://host': terminal prompts disabled\n", .auth,
            "could not read Username for 'https://host': terminal prompts disabled"
        ),
        (
            "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://a:b@host'\n",
            .auth, "Authentication failed for 'https://***@host'"
        ),
        (
            "remote: Repository not found.\nfatal: repository 'https://host/x/' not found\n",
            .notFound, "repository 'https://host/x/' not found"
        ),
        (
            "fatal: unable to access 'https://host/x/': Could not resolve host: host\n",
            .unavailable, "Could not resolve host: host"
        ),
        (
            "ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote "
                + "repository.\n", .unavailable,
            "ssh: connect to host h port 22: Connection refused"
        ),
        ("error: x: No space left on device\n", .config, "x: No space left on device"),
        ("", .unavailable, "git failed without a word"),
    ])
    func `git's words tell what failed`(words: String, code: ErrorCode, reason: String) throws {
        let (error, address) = try Self.failure(words)

        #expect(error?.code == code)
        #expect(error?.message == "cannot list the tags of \(address): \(reason)")
    }
}
