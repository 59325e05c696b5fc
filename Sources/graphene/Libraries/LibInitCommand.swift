import ArgumentParser
import Diagnostics
import Glibc
import ScriptLibrary

/// Makes a project of a folder.
struct LibInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a project of this folder: write graphene.toml.",
        discussion: """
            What is in graphene.toml already stays; `[package]` is added to it. NAME is the \
            folder's when it is left out.

            EXAMPLES:
              graphene lib init
              graphene lib init graph-ops
            """)

    @Argument(help: "The package's name.")
    var name: String?

    func run() throws {
        let path = getcwd(nil, 0)
        defer { free(path) }
        let folder = path.map { String(cString: $0) } ?? "."
        let name = try packageName(folder)
        let hold = try ProjectHold(folder) {
            StandardError.write("waiting for another `graphene lib` that changes \(folder)")
        }
        defer { withExtendedLifetime(hold) {} }
        let storage = ProjectStorage(folder)
        try storage.recover()
        let old = try storage.read()
        let manifest = try Manifest(
            parsing: old.manifest ?? [], from: storage.path(Manifest.fileName))
        if let known = manifest.name {
            return try StandardOutput.print(
                "\(Manifest.fileName) is there already, for \(known); nothing was changed")
        }
        var contents = old
        var text = old.manifest.map { String(decoding: $0, as: UTF8.self) } ?? ""
        if !text.isEmpty { text += text.hasSuffix("\n") ? "\n" : "\n\n" }
        contents.manifest = Array((text + Self.template(name)).utf8)
        try storage.write(contents, over: old)
        try StandardOutput.print(
            "wrote \(Manifest.fileName), for \(name); `graphene lib add` adds libraries")
    }

    private func packageName(_ folder: String) throws -> PackageName {
        if let name { return try LibraryName.read(name) }
        let last = folder.split(separator: "/").last.map(String.init) ?? ""
        let plain = last.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        guard let name = PackageName(String(plain.drop { !$0.isLetter })) else {
            throw UsageFailure(
                "the folder's name, `\(last)`, is no package's name",
                hint: "give one: `graphene lib init graph-ops`")
        }
        return name
    }

    private static func template(_ name: PackageName) -> String {
        """
        [package]
        name = "\(name)"
        version = "0.1.0"
        exports = {}    # modules that others may require: { dr = "lua/dr.lua" }
        scripts = {}    # what `graphene run \(name.luaName)/NAME` runs: { nightly = "scripts/nightly.lua" }

        [dependencies]

        """
    }
}
