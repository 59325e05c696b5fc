import Glibc
import TOMLDocument

/// Where a configuration is looked for, and for whom; nothing else of the machine is asked.
package struct ConfigurationSurroundings: Sendable {
    package var environment: [String: String]
    /// The home folder; nil when there is none.
    package var home: String?
    /// Where relative paths begin.
    package var workingFolder: String
    /// The user's number, who must own what names commands and secrets.
    package var user: UInt32

    package init(
        environment: [String: String], home: String?, workingFolder: String, user: UInt32
    ) {
        self.environment = environment
        self.home = home
        self.workingFolder = workingFolder
        self.user = user
    }

    /// A variable of the environment; one that is empty counts as not set.
    func variable(_ name: String) -> Sourced<String>? {
        environment[name].flatMap { $0.isEmpty ? nil : Sourced($0, .variable(name)) }
    }

    /// The user's configuration file, and whether it must be there; nil where there is no home.
    var userFile: (path: String, isNamed: Bool)? {
        if let named = variable("GRAPHENE_CONFIG") { return (absolute(named.value), true) }
        // As the XDG specification has it, a relative path is to be ignored.
        if let folder = variable("XDG_CONFIG_HOME")?.value, folder.hasPrefix("/") {
            return (folder + "/graphene/config.toml", false)
        }
        return home.map { ($0 + "/.config/graphene/config.toml", false) }
    }

    /// The project files from a folder upwards, the nearest first: up to the repository's root, or to
    /// the file system's where there is no repository.
    func projectFiles(from folder: String) -> [String] {
        var folder = absolute(folder)
        if let resolved = realpath(folder, nil) {
            folder = String(cString: resolved)
            free(resolved)
        }
        var files: [String] = []
        while true {
            let base = folder == "/" ? "" : folder
            files.append("\(base)/\(ProjectConfiguration.fileName)")
            let isRoot = access(base + "/.git", F_OK) == 0
            guard !isRoot, let slash = folder.lastIndex(of: "/"), folder != "/" else {
                return files
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// A path from the root; `~/` is the home folder.
    func absolute(_ path: String, below folder: String? = nil) -> String {
        if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
        guard !path.hasPrefix("/") else { return path }
        return (folder ?? workingFolder) + "/" + path
    }
}
