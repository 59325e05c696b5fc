/// Reads one document by RFC 8259, to the letter.
///
/// It is our own because the library's decoder tells no positions, takes `[1,]` and a key given
/// twice, reads `2.0` as an integer, and costs every start of the program some milliseconds.
struct JSONReader {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONFailure) -> JSONValue {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure("there is more after the document") }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONFailure) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            return try nested { (reader) throws(JSONFailure) in try reader.object() }
        case UInt8(ascii: "["):
            return try nested { (reader) throws(JSONFailure) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw failure("a value is missing")
        }
    }

    private mutating func word(
        _ word: String, _ value: JSONValue
    ) throws(JSONFailure) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else {
            throw failure("a value is missing")
        }
        position += word.utf8.count
        return value
    }

    // MARK: Arrays and objects

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONFailure) -> JSONValue
    ) throws(JSONFailure) -> JSONValue {
        guard depth < maximumDepth else {
            throw failure("there are more than \(maximumDepth) levels, one inside the other,")
        }
        position += 1
        depth += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONFailure) -> JSONValue {
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array([]) }
        while true {
            elements.append(try value())
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw failure("`,` or `]` is missing") }
        }
    }

    private mutating func object() throws(JSONFailure) -> JSONValue {
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object([:]) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("a key in quotes is missing") }
            let start = position
            let key = try string()
            guard members[key] == nil else { throw failure("a key is there twice", at: start) }
            skipSpace()
            guard take(":") else { throw failure("`:` is missing") }
            members[key] = try value()
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure("`,` or `}` is missing") }
        }
    }

    // MARK: Numbers

    private mutating func number() throws(JSONFailure) -> JSONValue {
        let start = position
        var isWhole = true
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw failure("a number is too large", at: start)
        }
        return .number(number)
    }

    private mutating func digits() throws(JSONFailure) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        guard position > start else { throw failure("a digit is missing") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONFailure) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        var copied = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                text += bytes[copied..<position]
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("a string is not UTF-8", at: start)
                }
                return string
            case UInt8(ascii: "\\"):
                text += bytes[copied..<position]
                text += try escape()
                copied = position
            case 0..<32: throw failure("a control character is not written as an escape")
            default: position += 1
            }
        }
        throw failure("a string has no end", at: start)
    }

    private mutating func escape() throws(JSONFailure) -> [UInt8] {
        let start = position
        position += 1
        guard let byte = next else { throw failure("a string has no end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return Array(String(try scalar(from: start)).utf8)
        default: throw failure("there is no such escape", at: start)
        }
    }

    private mutating func scalar(from start: Int) throws(JSONFailure) -> Character {
        var code = try fourDigits()
        if (0xd800..<0xdc00).contains(code), take("\\"), take("u") {
            let low = try fourDigits()
            if (0xdc00..<0xe000).contains(low) {
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw failure("half of a pair of surrogates stands alone", at: start)
        }
        return Character(scalar)
    }

    private mutating func fourDigits() throws(JSONFailure) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                throw failure("a hexadecimal digit is missing")
            }
            code = code << 4 + UInt32(digit)
            position += 1
        }
        return code
    }

    // MARK: Failures

    private func failure(_ reason: String, at place: Int? = nil) -> JSONFailure {
        let before = bytes[..<(place ?? position)]
        let line = before.reversed().prefix { $0 != 10 }
        return JSONFailure(
            reason, line: 1 + before.count { $0 == 10 },
            column: 1 + line.count { $0 & 0xc0 != 0x80 })
    }
}
