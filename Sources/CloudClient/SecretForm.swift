/// One way in which a secret may be written, before the escapes of URLs and JSON.
struct SecretForm: Sendable {
    enum Kind: Sendable {
        /// As it is.
        case plain
        /// Digits of base64, of either alphabet, also over several lines.
        case base64
        /// Hexadecimal digits, of either case.
        case hexadecimal
    }

    let kind: Kind
    let bytes: [UInt8]
    /// In which orders it has to be held against a text.
    let orders: [SecretMatch.Order]

    private init(kind: Kind, bytes: [UInt8]) {
        (self.kind, self.bytes) = (kind, bytes)
        let isAmbiguous = bytes.contains(UInt8(ascii: "%")) || bytes.contains(UInt8(ascii: "\\"))
        orders = isAmbiguous ? SecretMatch.Order.allCases : [.plainFirst]
    }

    /// A shorter one cannot be told from any other text.
    private static let shortest = 4
    /// The same of the digits of one: fewer would be found by chance.
    private static let shortestEncoded = 6

    /// Every form of a secret; none of one that is too short.
    static func all(of secret: Secret) -> [SecretForm] { secret.reveal(all) }

    private static func all(of text: String) -> [SecretForm] {
        let bytes = Array(text.utf8)
        guard bytes.count >= shortest else { return [] }
        var forms = [SecretForm(kind: .plain, bytes: bytes)]
        if !bytes.allSatisfy({ $0 < 128 }) {
            // JSON escapes characters, not bytes.
            let escaped = text.utf16.map { unit in
                unit < 128 ? String(Unicode.Scalar(UInt8(unit))) : "\\u" + hexadecimal(unit)
            }.joined()
            for text in [escaped, uppercasingEscapes(escaped)] {
                forms.append(SecretForm(kind: .plain, bytes: Array(text.utf8)))
            }
        }
        guard bytes.count >= shortestEncoded else { return forms }
        let digits = bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }
        forms.append(SecretForm(kind: .hexadecimal, bytes: digits))
        return forms + (0..<3).map { SecretForm(kind: .base64, bytes: base64(bytes, after: $0)) }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        Array("0123456789abcdef".utf8)[Int(value)]
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func uppercasingEscapes(_ text: String) -> String {
        text.replacing(/\\u[0-9a-f]{4}/) { "\\u" + $0.output.dropFirst(2).uppercased() }
    }

    /// The base64 digits that hold nothing but the bytes, when so many others stand before them.
    private static func base64(_ bytes: [UInt8], after offset: Int) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let all = [UInt8](repeating: 0, count: offset) + bytes
        let bits = all.count * 8
        // The first and the last digits hold bits of what stands beside the secret.
        return ([0, 2, 3][offset]..<bits / 6).map { index in
            let first = index * 6
            let high = UInt16(all[first / 8]) << 8
            let low = first / 8 + 1 < all.count ? UInt16(all[first / 8 + 1]) : 0
            return digits[Int((high | low) >> UInt16(10 - first % 8)) & 63]
        }
    }
}
