/// A file that tells an editor or a linter of `graphene.*`.
package struct EditorFile: Sendable {
    /// From the folder on that it is for: `.graphene/types/graphene.lua`.
    package let path: String
    package let text: String
    /// Whether a person may well have one of their own by that name.
    package let isConfiguration: Bool

    /// The folder of the definitions.
    package static let typesFolder = ".graphene/types"

    /// All of them.
    package static var all: [EditorFile] {
        [
            definitions("graphene.lua", LuaDefinitions.functions),
            definitions("values.lua", LuaDefinitions.values),
            definitions("standard.lua", LuaDefinitions.standardLibrary),
            definitions("tests.lua", LuaDefinitions.tests),
            EditorFile(path: ".luarc.json", text: languageServer, isConfiguration: true),
            EditorFile(
                path: ".luacheckrc", text: sealed(LuacheckStandard.text), isConfiguration: true),
        ]
    }

    /// A library's module, for an editor to complete and document what it gives.
    ///
    /// - Parameters:
    ///   - name: As it is required: `graph_ops.dr`.
    ///   - source: The module's own text.
    /// - Returns: A file beside the definitions, where a language server finds it by that name.
    package static func module(_ name: String, _ source: String) -> EditorFile {
        definitions("\(name.replacing(".", with: "/")).lua", source)
    }

    private static func definitions(_ name: String, _ text: String) -> EditorFile {
        EditorFile(path: "\(typesFolder)/\(name)", text: sealed(text), isConfiguration: false)
    }

    private static let seal = "-- Written by `graphene types`; "

    /// Begins a text with a line that tells whether it was changed since.
    private static func sealed(_ text: String) -> String {
        "\(seal)it holds \(checksum(text[...])).\n" + text
    }

    private static func checksum(_ text: Substring) -> String {
        String(RunFacts.sha256(Array(text.utf8)).prefix(16))
    }

    /// Whether a text is as `graphene types`, of this release or another, wrote it.
    package static func isUntouched(_ text: String) -> Bool {
        guard text.hasPrefix(seal), let end = text.firstIndex(of: "\n") else { return false }
        return text[..<end].hasSuffix("; it holds \(checksum(text[text.index(after: end)...])).")
    }

    /// What lua-language-server is told; it finds the file in the folder it is opened on.
    private static let languageServer = """
        {
          "runtime.version": "Lua 5.4",
          "runtime.path": ["?.lua", "lib/?.lua"],
          "runtime.builtin": {
            "debug": "disable",
            "io": "disable",
            "os": "disable",
            "package": "disable"
          },
          "workspace.library": ["\(typesFolder)"],
          "workspace.checkThirdParty": false
        }

        """
}
