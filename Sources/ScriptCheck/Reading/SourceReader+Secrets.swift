import LuaSyntax

extension SourceReader {
    /// Looks at a value that is given a name.
    mutating func noteNamed(_ name: String, _ value: Expression) {
        guard let text = value.text, SecretText.isValue(text, of: name) else { return }
        findings.addSecret("`\(name)` looks like a secret, in the text", at: value.range)
    }

    /// Looks at a text that is a secret whatever it is called.
    mutating func noteText(_ expression: Expression) {
        guard let text = expression.text else { return }
        if SecretText.isBearer(text) || SecretText.isKnownToken(text) {
            findings.addSecret("an authorization token stands in the text", at: expression.range)
        } else if SecretText.holdsPassword(text) {
            findings.addSecret("a password stands in this address", at: expression.range)
        }
    }
}

extension SourceReport {
    /// Whether a secret seems to stand in an entry of a session, which need not be whole.
    package static func holdsSecret(_ entry: String) -> Bool {
        for text in [entry, "return " + entry]
        where SourceReport(Array(text.utf8)).findings.contains(where: { $0.code == .secretInText })
        {
            return true
        }
        return entry.split { $0.isWhitespace || "\"'[](){},;=".contains($0) }.contains {
            SecretText.isKnownToken(String($0)) || SecretText.holdsPassword(String($0))
        } || SecretText.isBearer(entry)
    }
}

/// What secrets look like.
enum SecretText {
    private static let names = [
        "secret", "token", "password", "passwd", "apikey", "privatekey", "credential", "accesskey",
    ]

    /// What widely used services begin their tokens with.
    private static let prefixes = [
        "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_", "AKIA",
        "npm_",
    ]

    /// Whether a value of that name is no secret's place, but the secret.
    static func isValue(_ text: String, of name: String) -> Bool {
        let name = name.lowercased().filter { $0 != "_" }
        guard names.contains(where: { name.contains($0) }) else { return false }
        return isRandom(text) || name.contains("passw") && isPassword(text)
    }

    /// Whether it is what people take for a password, and no word that says where one is.
    private static func isPassword(_ text: String) -> Bool {
        text.utf8.count >= 8 && text.contains(where: \.isNumber)
            && text.contains(where: \.isLetter) && !text.contains { $0.isWhitespace || $0 == ":" }
    }

    static func isKnownToken(_ text: String) -> Bool {
        guard let prefix = prefixes.first(where: { text.hasPrefix($0) }) else { return false }
        let token = text.dropFirst(prefix.count)
        return token.utf8.count >= 16 && token.contains(where: \.isNumber)
            && token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
    }

    /// Whether it is an address with a name and a password: `bolt://name:password@host`.
    static func holdsPassword(_ text: String) -> Bool {
        guard let start = text.firstRange(of: "://")?.upperBound else { return false }
        let authority = text[start...].prefix { !"/?# ".contains($0) }
        guard let at = authority.lastIndex(of: "@"),
            let colon = authority[..<at].firstIndex(of: ":")
        else { return false }
        let password = authority[authority.index(after: colon)..<at]
        // What a script puts in place, or a reader is to, is none.
        return password.utf8.count >= 4 && !password.contains { "%<{$*…".contains($0) }
            && Set(password) != ["x"] && !["password", "secret"].contains(password.lowercased())
    }

    /// Whether it is long and made of many different characters, of more than one kind, such as
    /// words are not.
    static func isRandom(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, !text.hasPrefix("env:"), !text.hasPrefix("file:"),
            bytes.allSatisfy({ (0x21..<0x7f).contains($0) }), Set(bytes).count >= 8
        else { return false }
        let digits = bytes.count { (0x30..<0x3a).contains($0) }
        let capitals = bytes.count { (0x41..<0x5b).contains($0) }
        let small = bytes.count { (0x61..<0x7b).contains($0) }
        return digits >= 2 && digits < bytes.count || capitals >= 3 && small >= 3
    }

    static func isBearer(_ text: String) -> Bool {
        guard let start = text.firstRange(of: "Bearer ")?.upperBound else { return false }
        let token = text[start...].prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-._~+/=".contains($0))
        }
        return token.count >= 16
    }
}
