import Diagnostics
import Glibc
import ScriptAPI

/// A folder of plain Lua modules, as `--lua-path` names it.
package struct LuaPath: Hashable, Sendable {
    /// As it was given, without a slash at its end.
    let text: String
    /// The folder that it is in, which links in it may not leave.
    ///
    /// Debian's modules for Lua 5.4 are links to those for 5.1 beside it.
    let root: String
    /// Its own name there.
    let name: String

    /// - Throws: `usage` for what is no folder.
    package init(_ text: String) throws(RunFailure) {
        guard !text.utf8.contains(0), let path = realpath(text, nil) else {
            throw RunFailure(
                .usage, "--lua-path \(text): \(String(cString: strerror(errno)))",
                hint: "name a folder of Lua modules, such as /usr/share/lua/5.4")
        }
        defer { free(path) }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw RunFailure(
                .usage, "--lua-path \(text) is no folder",
                hint: "name a folder of Lua modules, such as /usr/share/lua/5.4")
        }
        close(descriptor)
        let whole = String(cString: path)
        let slash = whole.lastIndex(of: "/") ?? whole.startIndex
        let shown = text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
        self.init(
            text: shown, root: slash == whole.startIndex ? "/" : String(whole[..<slash]),
            name: String(whole[slash...].drop { $0 == "/" }))
    }

    private init(text: String, root: String, name: String) {
        (self.text, self.root, self.name) = (text, root, name)
    }

    /// The tree that `luarocks --tree lua_modules` makes in a folder.
    static func rocks(in folder: String) -> LuaPath {
        let tree = "lua_modules/share/lua/5.4"
        return LuaPath(text: tree, root: folder, name: tree)
    }

    /// A module's source and its path as messages show it; nil when there is none of that name.
    func find(_ module: String) throws(RunFailure) -> (source: [UInt8], path: String)? {
        let path = module.replacing(".", with: "/")
        for candidate in ["\(path).lua", "\(path)/init.lua"] {
            let source = try Beneath.read(
                name.isEmpty ? candidate : "\(name)/\(candidate)", below: root,
                limit: ScriptSource.sizeLimit, calling: root)
            if let source { return (source, "\(text)/\(candidate)") }
        }
        return nil
    }
}
