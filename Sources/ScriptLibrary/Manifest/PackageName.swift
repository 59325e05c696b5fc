import ScriptAPI

/// A package's name, as `[package]` and the keys of `[dependencies]` have it: `graph-ops`.
package struct PackageName: Hashable, Sendable {
    /// As it is written.
    package let text: String

    package static let rule =
        "a name begins with a letter and has small letters, digits, `-` and `_`, at most 64"

    /// Checks a name; nil when it is none, or one that Lua or `require` could not have.
    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first,
            0x61...0x7a ~= first,
            text.utf8.allSatisfy({
                0x61...0x7a ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "_")
            }), !Self.taken.contains(text)
        else { return nil }
        self.text = text
    }

    /// As Lua and `graphene run` have it: each `-` is `_`.
    package var luaName: String { ModuleName.of(package: text) }

    /// What `require` gives already.
    private static let taken: Set<String> = [
        "graphene", "json", "string", "table", "math", "utf8", "coroutine", "os", "io", "debug",
        "package", "lib",
    ]
}

extension PackageName: CustomStringConvertible, Comparable {
    package var description: String { text }

    package static func < (left: PackageName, right: PackageName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
