extension Lexer {
    /// A numeral, which stands at the position: as much as looks like one, then all or nothing.
    mutating func numeral() throws(SyntaxFailure) -> Token {
        let start = position
        var exponent = (UInt8(ascii: "e"), UInt8(ascii: "E"))
        if take("0"), take("x") || take("X") { exponent = (UInt8(ascii: "p"), UInt8(ascii: "P")) }
        while let byte = current {
            if byte == exponent.0 || byte == exponent.1 {
                position += 1
                if !take("-") { _ = take("+") }
            } else if byte.hexDigitValue != nil || byte == UInt8(ascii: ".") {
                position += 1
            } else {
                break
            }
        }
        // A letter right behind a numeral is a fault of the numeral.
        if current?.isLetter == true { position += 1 }
        guard let value = Self.value(ofNumeral: source.bytes[start..<position]) else {
            throw failure("malformed number", near: start..<position)
        }
        return Token(kind: .number, range: start..<position, value: value)
    }

    /// The number that a numeral stands for: a decimal integer that 64 bits cannot hold is a float,
    /// a hexadecimal one wraps around.
    ///
    /// - Source: Lua 5.4 manual, section 3.1.
    private static func value(ofNumeral text: ArraySlice<UInt8>) -> Token.Value? {
        if let integer = integer(text) { return .integer(integer) }
        return Double(String(decoding: text, as: UTF8.self)).map { .number($0) }
    }

    private static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
        if text.count > 1, text[text.startIndex + 1] | 0x20 == UInt8(ascii: "x") {
            return hexInteger(text.dropFirst(2))
        }
        var value: Int64 = 0
        for byte in text {
            guard byte.isDigit else { return nil }
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !tooLarge, !overflows else { return nil }
            value = sum
        }
        return value
    }

    private static func hexInteger(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = byte.hexDigitValue else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return Int64(bitPattern: value)
    }
}
