import Glibc
import ScriptHost
import ScriptLibrary

/// The script that a command line names, and the project that it is run in.
struct StartedScript {
    let source: ScriptSource
    private let libraries: ProjectLibraries?
    /// How the project requires the library that the script is of; nil for a file.
    private let requirement: Lock.Requirement?

    private init(_ script: ProjectLibraries.Script, _ libraries: ProjectLibraries) {
        source = script.source
        requirement = script.requirement
        self.libraries = libraries
    }

    /// Finds a script: a file, `-`, or PACKAGE/SCRIPT where there is no such file.
    ///
    /// - Throws: `usage` for what is no script, and for what its project's libraries cannot be used.
    init(_ text: String) throws {
        if text != "-", !text.hasSuffix(".lua"), access(text, F_OK) != 0,
            let libraries = try ProjectLibraries(of: "."),
            let script = try libraries.script(named: text)
        {
            self.init(script, libraries)
        } else {
            try self.init(of: try ScriptSource.read(text))
        }
    }

    /// A text that is at hand, in the project of its folder.
    ///
    /// - Throws: As reading that project does.
    init(of source: ScriptSource) throws {
        self.source = source
        requirement = nil
        libraries = try ProjectLibraries(of: source.folder)
    }

    /// Gives a run of it the libraries and the rights that the project has.
    ///
    /// - Throws: `config` for what is not locked or not at hand, `integrity` for what is not whole.
    func apply(to configuration: inout RunConfiguration, isFrozen: Bool = false) throws {
        if let requirement {
            try libraries?.apply(to: &configuration, running: requirement, isFrozen: isFrozen)
        } else {
            try libraries?.apply(to: &configuration, isFrozen: isFrozen)
        }
    }
}
