import Foundation

/// A secret in the forms in which it may come out.
struct SecretForms {
    let texts: [String]

    init(_ secret: String) {
        let bytes = Array(secret.utf8)
        let encoded = (0..<3).map { offset in
            let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            return String(text.dropFirst(4).dropLast(4))
        }
        func each(_ form: (UInt8) -> String) -> String { bytes.map(form).joined() }
        func isPlain(_ byte: UInt8) -> Bool {
            Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
        }
        let raw = { (byte: UInt8) in String(Unicode.Scalar(byte)) }
        texts =
            [
                secret, String(secret.reversed()), each { String(format: "%02x", $0) },
                each { String(format: "%02X", $0) }, each { String(format: "%%%02x", $0) },
                each { String(format: "\\u%04x", $0) },
                each { isPlain($0) ? raw($0) : String(format: "%%%02X", $0) },
                each { isPlain($0) ? raw($0) : String(format: "%%%02x", $0) },
                each { $0 == UInt8(ascii: "/") ? "\\/" : raw($0) },
            ] + encoded
            + encoded.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
    }

    /// The first of the forms that stands in a text.
    func found(in text: String) -> String? { texts.first { text.contains($0) } }
}
