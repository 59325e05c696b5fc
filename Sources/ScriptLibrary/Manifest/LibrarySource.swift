/// Where a library comes from.
package enum LibrarySource: Sendable {
    /// A repository's URL, as git takes it: https, ssh or file.
    case git(String)
    /// A folder, from the project's on.
    case path(String)
}

extension LibrarySource: CustomStringConvertible {
    /// The URL, or the path.
    package var description: String {
        switch self {
        case .git(let url): url
        case .path(let path): path
        }
    }
}

extension LibrarySource: Hashable, Comparable {
    /// What two ways to write one repository share: a slash or `.git` at the end tells nothing apart,
    /// though some servers want it.
    private var identity: (kind: Int, text: Substring) {
        guard case .git(let url) = self else { return (1, description[...]) }
        // By bytes: a lock compares each of its libraries with many others.
        let slash = UInt8(ascii: "/")
        var text = url.utf8[...]
        while text.count > 1, text.last == slash { text = text.dropLast() }
        let stem = text.dropLast(4)
        if text.suffix(4).elementsEqual(".git".utf8), stem.last != slash { text = stem }
        return (0, Substring(text))
    }

    package static func == (left: LibrarySource, right: LibrarySource) -> Bool {
        left.identity == right.identity
    }

    package static func < (left: LibrarySource, right: LibrarySource) -> Bool {
        left.identity < right.identity
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(identity.kind)
        hasher.combine(identity.text)
    }
}
