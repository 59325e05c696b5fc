import Diagnostics
import Glibc

/// What git is run with.
package struct GitTransport: Sendable {
    /// This process's environment: where git is, and what it and the user's helpers need.
    package var environment: [String: String]
    /// Where temporary folders are made.
    package var scratch: ScratchFolders
    package var limits: TransportLimits
    package var interruption: Interruption
    /// Takes a line on how far it is, several times a second; git's words, which name no credentials.
    package var progress: @Sendable (String) -> Void

    package init(
        environment: [String: String], scratch: ScratchFolders,
        limits: TransportLimits = .usual, interruption: Interruption = Interruption(),
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.environment = environment
        self.scratch = scratch
        self.limits = limits
        self.interruption = interruption
        self.progress = progress
    }

    /// The first `git` of PATH.
    ///
    /// - Throws: `config` when there is none.
    func executable() throws(LibraryError) -> String {
        for folder in (environment["PATH"] ?? "").split(separator: ":") where folder.first == "/" {
            let path = "\(folder)/git"
            if access(path, X_OK) == 0 { return path }
        }
        throw LibraryError(
            .config, "there is no git on PATH",
            hint: "install git, or have the libraries in the project with `graphene lib vendor`")
    }

    /// What git sees: the user's own environment, without what would lead it to another repository.
    var gitEnvironment: [String: String] {
        var result = environment.filter { name, _ in
            !Self.repositoryVariables.contains(name) && !name.hasPrefix("GRAPHENEDB_")
                && !name.hasPrefix("GIT_TRACE")
        }
        result["GIT_TERMINAL_PROMPT"] = "0"
        result["GCM_INTERACTIVE"] = "never"
        result["GIT_NO_REPLACE_OBJECTS"] = "1"
        // Its words are read to tell failures apart.
        result["LC_ALL"] = "C"
        result["LANGUAGE"] = nil
        // It outranks `protocol.*` of the user's configuration, and holds for redirections too.
        let narrower = environment["GIT_ALLOW_PROTOCOL"].map { $0.split(separator: ":") }
        result["GIT_ALLOW_PROTOCOL"] = ["https", "ssh", "file"].filter { scheme in
            narrower?.contains { $0 == scheme } ?? true
        }.joined(separator: ":")
        return result
    }

    private static let repositoryVariables: Set = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES",
        "GIT_DEFAULT_HASH", "GIT_TEMPLATE_DIR", "GIT_SHALLOW_FILE", "GIT_REF_PARANOIA",
        "GIT_PREFIX",
        "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_QUARANTINE_PATH",
    ]

    /// What is said to git before its command.
    static let settings = [
        "protocol.allow=never", "protocol.https.allow=always", "protocol.ssh.allow=always",
        "protocol.file.allow=always", "protocol.version=2",
        // Nothing of the user's or the repository's runs, nothing stays behind in the background.
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false",
        "fetch.recurseSubmodules=false", "submodule.recurse=false",
        // One file, which the limit of a file's size holds for, and no large object in memory.
        "fetch.unpackLimit=1", "core.bigFileThreshold=1m", "fetch.writeCommitGraph=false",
        "pack.writeReverseIndex=false", "core.attributesFile=/dev/null",
    ].flatMap { ["-c", $0] }
}
