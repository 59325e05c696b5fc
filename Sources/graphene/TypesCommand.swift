import ArgumentParser
import Diagnostics
import Glibc
import ScriptAPI

/// Tells editors and linters what scripts have.
struct TypesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types",
        abstract: "Write what editors and linters need to know of graphene.*.",
        discussion: """
            Writes into DIR, the folder that your scripts are in: definitions for \
            lua-language-server (\(EditorFile.typesFolder)/*.lua) with a .luarc.json that names them, \
            so that the editor completes, documents and checks `graphene.*`, and a .luacheckrc for \
            luacheck. Of the project's libraries it writes the modules, with their comments. Do it \
            again after an update.

            What it has not written itself, or what was changed since, it leaves alone: a \
            configuration file of your own stays, and it says what to add to it; changed \
            definitions are an error, unless you --force it.

            EXAMPLES:
              graphene types
              graphene types scripts
            """)

    @Argument(help: "The folder; the working folder when left out.", completion: .directory)
    var dir = "."

    @Flag(help: "Overwrite what is not ours, too.")
    var force = false

    func run() throws {
        let folder = dir.hasSuffix("/") ? String(dir.dropLast()) : dir
        try Self.checkFolder(dir)
        // A project that cannot be read says so to whoever runs its scripts.
        let modules = (try? ProjectLibraries(of: dir))?.modules ?? []
        let files =
            EditorFile.all
            + modules.map { EditorFile.module($0.name, String(decoding: $0.source, as: UTF8.self)) }
        var plans: [(file: EditorFile, path: String, standing: Standing)] = []
        for file in files {
            let path = "\(folder)/\(file.path)"
            plans.append((file, path, force ? .ours : try Self.standing(of: path, file)))
        }
        if let changed = plans.first(where: { $0.standing == .changed && !$0.file.isConfiguration })
        {
            throw UsageFailure(
                "\(changed.path) was changed, or is not ours; nothing was written",
                hint: "move it away, or overwrite it with `--force`")
        }
        for (file, path, standing) in plans {
            guard standing != .changed else {
                StandardError.write("kept \(path), which is not ours: \(Self.advice(file))")
                continue
            }
            if standing == .ours { try WholeFile.replace(path, with: file.text) }
            try StandardOutput.print(path)
        }
    }

    /// What is there already.
    private enum Standing {
        /// Nothing, or what may be overwritten.
        case ours
        case same
        /// Another's, or ours with changes.
        case changed
    }

    private static func standing(
        of path: String, _ file: EditorFile
    ) throws(UsageFailure) -> Standing {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .ours }
        guard status.st_mode & S_IFMT == S_IFREG else { return .changed }
        let bytes = try WholeFile.read(path, limit: 4 << 20, as: "what is there")
        let text = String(decoding: bytes, as: UTF8.self)
        if text == file.text { return .same }
        return EditorFile.isUntouched(text) ? .ours : .changed
    }

    private static func checkFolder(_ path: String) throws(UsageFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw UsageFailure(
                "cannot write to \(path): \(String(cString: strerror(errno)))",
                hint: "name the folder that your scripts are in")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw UsageFailure(
                "cannot write to \(path): it is no folder",
                hint: "name the folder that your scripts are in")
        }
    }

    private static func advice(_ file: EditorFile) -> String {
        file.path == ".luarc.json"
            ? "add `\"\(EditorFile.typesFolder)\"` to its `workspace.library`"
            : "`graphene types` into an empty folder shows the globals to take over"
    }
}
