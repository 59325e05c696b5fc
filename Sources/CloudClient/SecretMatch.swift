/// One form of a secret held against a text, byte by byte.
struct SecretMatch {
    enum Result { case whole, unfinished, none }

    /// A secret may hold `%` or `\` itself: then one reading is right where the other goes astray.
    enum Order: CaseIterable { case plainFirst, escapesFirst }

    private let text: UnsafeBufferPointer<UInt8>
    private let order: Order
    private(set) var position: Int

    init(_ text: UnsafeBufferPointer<UInt8>, from start: Int, _ order: Order) {
        self.text = text
        self.order = order
        position = start
    }

    mutating func take(_ form: SecretForm) -> Result {
        for (index, byte) in form.bytes.enumerated() {
            if form.kind == .base64, index > 0 { skipLineBreaks() }
            guard position < text.count else { return .unfinished }
            guard let length = length(of: byte, form.kind) else {
                return isCutEscape && form.kind != .hexadecimal ? .unfinished : .none
            }
            position += length
        }
        return .whole
    }

    /// How the text goes on with this byte, in bytes; nil when it does not.
    private func length(of byte: UInt8, _ kind: SecretForm.Kind) -> Int? {
        let isPlain = Self.spells(text[position], byte, kind)
        guard kind != .hexadecimal else { return isPlain ? 1 : nil }
        let escape = text[position] == UInt8(ascii: "%") || text[position] == UInt8(ascii: "\\")
        guard escape else { return isPlain ? 1 : nil }
        let escaped = escapeLength(of: byte, kind)
        return order == .plainFirst ? (isPlain ? 1 : escaped) : escaped ?? (isPlain ? 1 : nil)
    }

    private func escapeLength(of byte: UInt8, _ kind: SecretForm.Kind) -> Int? {
        func isMeant(_ value: Int?) -> Bool {
            value.map { $0 < 256 && Self.spells(UInt8($0), byte, kind) } == true
        }
        if text[position] == UInt8(ascii: "%") { return isMeant(number(position + 1, 2)) ? 3 : nil }
        // JSON within JSON doubles the backslashes.
        var after = position
        while after < text.count, text[after] == UInt8(ascii: "\\") { after += 1 }
        let count = after - position
        if after < text.count {
            switch text[after] {
            case UInt8(ascii: "u") where isMeant(number(after + 1, 4)): return count + 5
            case UInt8(ascii: "x") where isMeant(number(after + 1, 2)): return count + 3
            case byte where byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\""):
                return count + 1
            default: break
            }
        }
        return byte == UInt8(ascii: "\\") && count >= 2 ? 2 : nil
    }

    /// Whether the text ends within an escape.
    private var isCutEscape: Bool {
        text[position] == UInt8(ascii: "%") && position + 2 >= text.count
            || text[position] == UInt8(ascii: "\\") && position + 5 >= text.count
    }

    private func number(_ start: Int, _ count: Int) -> Int? {
        guard start + count <= text.count else { return nil }
        var value = 0
        for index in start..<start + count {
            guard let digit = Self.value(text[index]) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    private mutating func skipLineBreaks() {
        while position < text.count {
            let isEscape =
                text[position] == UInt8(ascii: "\\") && position + 1 < text.count
                && [UInt8(ascii: "n"), UInt8(ascii: "r")].contains(text[position + 1])
            guard isEscape || text[position] == 10 || text[position] == 13 else { return }
            position += isEscape ? 2 : 1
        }
    }

    // MARK: Single bytes

    private static func spells(_ given: UInt8, _ byte: UInt8, _ kind: SecretForm.Kind) -> Bool {
        if given == byte { return true }
        switch kind {
        case .plain: return byte == 32 && given == UInt8(ascii: "+")
        case .base64:
            return byte == UInt8(ascii: "+") && given == UInt8(ascii: "-")
                || byte == UInt8(ascii: "/") && given == UInt8(ascii: "_")
        case .hexadecimal: return byte >= UInt8(ascii: "a") && given == byte & ~32
        }
    }

    /// The bytes that stand for one.
    static func spellings(of byte: UInt8, _ kind: SecretForm.Kind) -> [UInt8] {
        switch (kind, byte) {
        case (.plain, 32): [byte, UInt8(ascii: "+")]
        case (.base64, UInt8(ascii: "+")): [byte, UInt8(ascii: "-")]
        case (.base64, UInt8(ascii: "/")): [byte, UInt8(ascii: "_")]
        case (.hexadecimal, UInt8(ascii: "a")...): [byte, byte & ~32]
        default: [byte]
        }
    }

    /// The hexadecimal digits of a value below 16.
    static func digits(_ value: UInt8) -> [UInt8] {
        let digit = UInt8(String(value, radix: 16).utf8.first ?? 48)
        return digit >= UInt8(ascii: "a") ? [digit, digit & ~32] : [digit]
    }

    private static func value(_ digit: UInt8) -> Int? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit) - 55
        default: nil
        }
    }
}
