package import CloudSimulator
import Diagnostics
package import ScriptAPI

/// What each test of one file begins with; nothing that one test does is in it.
package struct TestPlan: Sendable {
    package var file: TestFile
    /// The account that every test gets a fresh copy of.
    package var account: CloudSimulator
    package var seed: Int64
    package var limits = RunLimits()
    /// What the file and the scripts that it runs may ask for, and whose code they may load.
    package var grants = RunGrants()
    package var libraries = LibrarySet()
    package var luaPaths: [LuaPath] = []
    /// Whether a kernel that lacks a layer of the script process's confinement is refused.
    package var requiresConfinement = false
    /// The path of `graphene-vm`.
    package var scriptProcess: String

    package init(file: TestFile, account: CloudSimulator, seed: Int64, scriptProcess: String) {
        self.file = file
        self.account = account
        self.seed = seed
        self.scriptProcess = scriptProcess
    }
}

/// A file of tests, and the folder above it below which the scripts are that it may run.
package struct TestFile: Sendable {
    package var source: ScriptSource
    /// The folder that no script under test may be outside of.
    package var root: String
    /// The file's own folder, from the root on: `scripts`, or nothing for the root itself.
    package var folder: String
    /// What stands before a path from the root where people see it.
    package var shownRoot: String

    package init(source: ScriptSource, root: String, folder: String, shownRoot: String) {
        self.source = source
        self.root = root
        self.folder = folder
        self.shownRoot = shownRoot
    }

    /// Reads a script by its path from the test's folder.
    ///
    /// - Throws: `usage` for a path that leads out or what is no script, `not_found`.
    func script(_ path: String) throws(RunFailure) -> ScriptSource {
        guard let path = below(path) else {
            let place = root == "." ? "the working folder" : root
            throw RunFailure(
                .usage, "cloud.run: the path leads out of \(place)",
                hint: "run the tests from a folder above both the test and the script")
        }
        guard let bytes = try Beneath.read(path, below: root, limit: ScriptSource.sizeLimit) else {
            throw RunFailure(
                .notFound, "cloud.run: there is no script \(shownRoot)\(path)",
                hint: "give its path as it is from the test's own folder")
        }
        guard bytes.first != 0x1b else {
            throw RunFailure(.usage, "cloud.run: \(path) is compiled Lua, and only text is run")
        }
        let folder = path.lastIndex(of: "/").map { "/" + path[..<$0] } ?? ""
        return ScriptSource(name: shownRoot + path, bytes: bytes, folder: root + folder)
    }

    /// The path from the root on, without dots; nil when it leads out.
    private func below(_ path: String) -> String? {
        guard !path.hasPrefix("/") else { return nil }
        var parts: [Substring] = []
        for part in (folder + "/" + path).split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }
}

/// What a test came to.
package struct TestOutcome: Sendable {
    package var report: RunReport
    /// What its file and it printed, to either stream, and what was logged; cut when it is long.
    package var printed: String
}

/// What a file declares, or why that cannot be told.
package struct TestListing: Sendable {
    /// In the order of the file; those declared before a failure too.
    package var tests: [DeclaredTest]
    package var failure: RunFailure?
}
