package import ScriptWire

/// A pattern in Lua's own notation that a whole text must match.
///
/// Knows character classes, sets, `*`, `+`, `-` and `?`, and the anchors, which change nothing; not
/// captures' contents, `%b` and `%f`. (Lua manual, section 6.4.1.)
package struct LuaPattern: ScriptArgument, Hashable {
    private enum Item: Hashable {
        case any
        case literal(UInt8)
        case letterClass(UInt8)
        case set([Range], isNegated: Bool)
    }

    private enum Range: Hashable {
        case bytes(ClosedRange<UInt8>)
        case letterClass(UInt8)
    }

    private enum Repetition: Hashable { case one, optional, many, some, few }

    private struct Element: Hashable {
        var item: Item
        var repetition: Repetition
    }

    /// Bytes of a pattern at most; each repetition takes a frame of the stack.
    private static let longestPattern = 1_000

    package let text: String
    private var elements: [Element] = []

    package static var kinds: [ArgumentKind] { [.string] }
    package static var expectation: String { "a Lua pattern without captures, %b and %f" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        text = try String(value)
        guard text.utf8.count <= Self.longestPattern else {
            throw ArgumentMismatch(
                expected: "a Lua pattern of at most \(Self.longestPattern) bytes", given: value)
        }
        guard read(text) else { throw Self.mismatch(value) }
    }

    /// Whether the whole text matches; a text that takes too long to decide does not.
    package func matches(_ text: String) -> Bool {
        var budget = 10_000_000
        return matches(Array(text.utf8), from: 0, element: 0, budget: &budget)
    }

    // Reading.

    private mutating func read(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        if rest.first == ascii("^") { rest.removeFirst() }
        while let byte = rest.popFirst() {
            let item: Item?
            switch byte {
            case ascii("$") where rest.isEmpty: return true
            case ascii("."): item = .any
            case ascii("["): item = Self.readSet(&rest)
            case ascii("%"): item = Self.readEscape(&rest)
            case ascii("("), ascii(")"): item = nil
            default: item = .literal(byte)
            }
            guard let item else { return false }
            elements.append(Element(item: item, repetition: Self.readRepetition(&rest)))
        }
        return true
    }

    private static func readRepetition(_ rest: inout ArraySlice<UInt8>) -> Repetition {
        let repetition: Repetition? =
            switch rest.first {
            case ascii("*"): .many
            case ascii("+"): .some
            case ascii("-"): .few
            case ascii("?"): .optional
            default: nil
            }
        guard let repetition else { return .one }
        rest.removeFirst()
        return repetition
    }

    private static func readEscape(_ rest: inout ArraySlice<UInt8>) -> Item? {
        guard let byte = rest.popFirst() else { return nil }
        if isClass(byte) { return .letterClass(byte) }
        return isAlphanumeric(byte) ? nil : .literal(byte)
    }

    private static func readSet(_ rest: inout ArraySlice<UInt8>) -> Item? {
        let isNegated = rest.first == ascii("^")
        if isNegated { rest.removeFirst() }
        var ranges: [Range] = []
        while let byte = rest.popFirst() {
            if byte == ascii("]"), !ranges.isEmpty { return .set(ranges, isNegated: isNegated) }
            if byte == ascii("%") {
                guard let escaped = rest.popFirst() else { return nil }
                ranges.append(isClass(escaped) ? .letterClass(escaped) : .bytes(escaped...escaped))
            } else if rest.count >= 2, rest.first == ascii("-"),
                let last = rest.dropFirst().first, last != ascii("]")
            {
                rest.removeFirst(2)
                guard byte <= last else { return nil }
                ranges.append(.bytes(byte...last))
            } else {
                ranges.append(.bytes(byte...byte))
            }
        }
        return nil
    }

    // Matching.

    private func matches(
        _ bytes: [UInt8], from start: Int, element index: Int, budget: inout Int
    ) -> Bool {
        guard index < elements.count else { return start == bytes.count }
        let element = elements[index]
        let (least, most) = Self.bounds(element.repetition)
        var run = 0
        while run < most, start + run < bytes.count, Self.matches(bytes[start + run], element.item)
        {
            run += 1
        }
        guard run >= least else { return false }
        var length = element.repetition == .few ? least : run
        while least...run ~= length {
            budget -= 1 + run
            guard budget > 0 else { return false }
            if matches(bytes, from: start + length, element: index + 1, budget: &budget) {
                return true
            }
            length += element.repetition == .few ? 1 : -1
        }
        return false
    }

    private static func bounds(_ repetition: Repetition) -> (least: Int, most: Int) {
        switch repetition {
        case .one: (1, 1)
        case .optional: (0, 1)
        case .many, .few: (0, .max)
        case .some: (1, .max)
        }
    }

    private static func matches(_ byte: UInt8, _ item: Item) -> Bool {
        switch item {
        case .any: true
        case .literal(let literal): byte == literal
        case .letterClass(let letter): isIn(byte, letter)
        case .set(let ranges, let isNegated):
            ranges.contains { range in
                switch range {
                case .bytes(let range): range.contains(byte)
                case .letterClass(let letter): isIn(byte, letter)
                }
            } != isNegated
        }
    }

    private static func isClass(_ letter: UInt8) -> Bool {
        "acdglpsuwx".utf8.contains(letter | 0x20) && isAlphanumeric(letter)
    }

    /// The classes of the C locale; an upper-case letter is the complement.
    private static func isIn(_ byte: UInt8, _ letter: UInt8) -> Bool {
        let isMember: Bool
        switch letter | 0x20 {
        case ascii("a"): isMember = isLetter(byte)
        case ascii("c"): isMember = byte < 32 || byte == 127
        case ascii("d"): isMember = isDigit(byte)
        case ascii("g"): isMember = (33...126).contains(byte)
        case ascii("l"): isMember = (97...122).contains(byte)
        case ascii("p"): isMember = (33...126).contains(byte) && !isAlphanumeric(byte)
        case ascii("s"): isMember = byte == 32 || (9...13).contains(byte)
        case ascii("u"): isMember = (65...90).contains(byte)
        case ascii("w"): isMember = isAlphanumeric(byte)
        default: isMember = isDigit(byte) || (97...102).contains(byte | 0x20)
        }
        return isMember != (letter & 0x20 == 0)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
}

private func ascii(_ character: Unicode.Scalar) -> UInt8 { UInt8(ascii: character) }
