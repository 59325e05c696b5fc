package import ScriptWire

/// A pattern for names: `*` is any text, `?` any one character.
package struct Glob: Sendable {
    private let pattern: [Character]

    package init(_ text: String) { pattern = Array(text) }

    /// Whether the whole name matches; takes time in the product of both lengths at most.
    package func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (i, j) = (0, 0)
        var retry: (pattern: Int, name: Int)?
        while j < name.count {
            if i < pattern.count, pattern[i] == "*" {
                retry = (i, j)
                i += 1
            } else if i < pattern.count, pattern[i] == "?" || pattern[i] == name[j] {
                (i, j) = (i + 1, j + 1)
            } else if let last = retry {
                retry = (last.pattern, last.name + 1)
                (i, j) = (last.pattern + 1, last.name + 1)
            } else {
                return false
            }
        }
        return pattern[i...].allSatisfy { $0 == "*" }
    }
}

/// A pattern for names, as a script writes one; of a length that names can have.
package struct GlobText: ScriptArgument {
    private static let longest = 1_000
    let text: String

    package static var kinds: [ArgumentKind] { [.string] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        text = try String(value)
        guard text.utf8.count <= Self.longest else {
            throw ArgumentMismatch(
                expected: "a pattern of at most \(Self.longest) bytes", given: value)
        }
    }
}
