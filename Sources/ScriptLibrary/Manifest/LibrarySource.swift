/// Where a library comes from.
package enum LibrarySource: Hashable, Sendable {
    /// A repository's URL, as git takes it: https, ssh or file.
    case git(String)
    /// A folder, from the project's on.
    case path(String)
}

extension LibrarySource: CustomStringConvertible, Comparable {
    /// The URL, or the path.
    package var description: String {
        switch self {
        case .git(let url): url
        case .path(let path): path
        }
    }

    private var order: (Int, String) {
        switch self {
        case .git(let url): (0, url)
        case .path(let path): (1, path)
        }
    }

    package static func < (left: LibrarySource, right: LibrarySource) -> Bool {
        left.order < right.order
    }
}

extension LibrarySource {
    /// The same repository, written in one way only: without a slash or `.git` at its end.
    package static func repository(_ url: String) -> LibrarySource {
        var text = url[...]
        while text.count > 1, text.last == "/" { text = text.dropLast() }
        if text.hasSuffix(".git"), text.dropLast(4).last != "/" { text = text.dropLast(4) }
        return .git(String(text))
    }

    /// Why a URL may not be written into a manifest; nil when it may.
    static func refusal(of url: String) -> String? {
        guard !url.isEmpty, !url.hasPrefix("-"), !url.contains(where: { $0.isWhitespace }),
            url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f })
        else { return "which is no address" }
        // As ssh writes it: git@example.com:data/checks.
        guard let separator = url.firstRange(of: "://") else {
            let isShort = url.contains(":") && !url.contains("::") && !url.hasPrefix("/")
            return isShort ? nil : "which is no URL of https, ssh or file"
        }
        let scheme = url[..<separator.lowerBound]
        guard ["https", "ssh", "file"].contains(scheme) else {
            return "and `\(scheme)` is not among https, ssh and file"
        }
        let authority = url[separator.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return nil }
        if scheme == "https" || authority[..<at].contains(":") {
            return "which has credentials in it, for everybody who reads the file"
        }
        return nil
    }
}
