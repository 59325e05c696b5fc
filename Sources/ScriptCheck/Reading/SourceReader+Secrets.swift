import LuaSyntax

extension SourceReader {
    /// Looks at a value that is given a name.
    mutating func noteNamed(_ name: String, _ value: Expression) {
        guard SecretText.isName(name), let text = value.text, SecretText.isRandom(text) else {
            return
        }
        findings.addSecret("`\(name)` looks like a secret, in the text", at: value.range)
    }

    mutating func noteBearer(_ expression: Expression) {
        guard let text = expression.text, SecretText.isBearer(text) else { return }
        findings.addSecret("an authorization token stands in the text", at: expression.range)
    }
}

/// What secrets look like.
enum SecretText {
    private static let names = [
        "secret", "token", "password", "passwd", "apikey", "privatekey", "credential", "accesskey",
    ]

    static func isName(_ name: String) -> Bool {
        let name = name.lowercased().filter { $0 != "_" }
        return names.contains { name.contains($0) }
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
