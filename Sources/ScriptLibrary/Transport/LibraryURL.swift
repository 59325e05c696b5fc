import Diagnostics

/// The address of a library's repository: `https://…`, `ssh://…`, `user@host:path` or `file:///…`.
///
/// It holds no credentials: git asks the user's credential helpers, and ssh its own keys.
package struct LibraryURL: Hashable, Sendable, CustomStringConvertible {
    /// As git takes it.
    package let description: String

    private static let schemes: Set = ["https", "ssh", "file"]

    /// Reads an address.
    ///
    /// - Throws: `usage`, which shows no password or token that the text has.
    package init(_ text: String) throws(LibraryError) {
        if let (reason, hint) = Self.problem(with: text) {
            throw LibraryError(
                .usage, "cannot take a library from \(Self.redact(text)): \(reason)", hint: hint)
        }
        description = text
    }

    /// Hides what could be a password or a token in a text that has addresses.
    static func redact(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "://") {
            result += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            let authority = rest.prefix { !"/ \t\n'\"?#".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                result += "***"
                rest = rest[at...]
            }
            let address = rest.prefix { !" \t\n'\"".contains($0) }
            if let query = address.firstIndex(where: { "?#".contains($0) }) {
                result += rest[..<query] + "?***"
                rest = rest[address.endIndex...]
            }
        }
        return result + rest
    }
}

// What is wrong with an address, and what to do about it.
extension LibraryURL {
    private typealias Problem = (reason: String, hint: String?)

    private static func problem(with text: String) -> Problem? {
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return (
                "it has spaces or characters that are not ASCII", "write those as %20 and so on"
            )
        }
        guard text.utf8.count <= 2_000 else { return ("it is longer than 2,000 characters", nil) }
        guard let colon = text.firstIndex(of: ":") else { return notAnAddress }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { return problem(withShort: text[..<colon], rest) }
        let scheme = String(text[..<colon])
        guard schemes.contains(scheme) else {
            return ("`\(scheme):` is none of https, ssh and file", "use its https address")
        }
        return problem(scheme, rest.dropFirst(2))
    }

    private static var notAnAddress: Problem {
        (
            "it is no address of a repository",
            "write https://HOST/PATH, ssh://HOST/PATH or file:///PATH"
        )
    }

    private static func problem(_ scheme: String, _ rest: Substring) -> Problem? {
        guard !rest.utf8.contains(where: { "?#".utf8.contains($0) }) else {
            return ("it has a query or a fragment, which are no part of it", nil)
        }
        guard let slash = rest.firstIndex(of: "/"), rest.index(after: slash) < rest.endIndex else {
            return ("it has no path", nil)
        }
        let authority = rest[..<slash]
        if scheme == "file" {
            return authority.isEmpty ? nil : ("a file's address begins with file:///", nil)
        }
        return problem(withAuthority: authority, allowsUser: scheme == "ssh")
    }

    /// `user@host:path`, as scp has it.
    private static func problem(withShort authority: Substring, _ path: Substring) -> Problem? {
        guard !authority.contains("/"), !path.isEmpty, !path.hasPrefix(":"), !path.hasPrefix("-")
        else { return notAnAddress }
        return problem(withAuthority: authority, allowsUser: true)
    }

    private static func problem(
        withAuthority authority: Substring, allowsUser: Bool
    ) -> Problem? {
        let parts = authority.split(
            separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 1 || allowsUser && isName(parts[0]) else {
            return (
                "it has credentials, which would be kept in files that others read",
                "leave them out; git asks the credential helper that `git config credential.helper` "
                    + "names"
            )
        }
        guard let host = parts.last, isHost(host) else { return ("it names no host", nil) }
        return nil
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && !text.hasPrefix("-")
            && text.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
    }

    private static func isHost(_ text: Substring) -> Bool {
        var host = text
        if let colon = text.lastIndex(of: ":"), text.last != "]" {
            let port = text[text.index(after: colon)...]
            guard UInt16(port) != nil else { return false }
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || ":.".contains($0) }
        }
        return isName(host)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
