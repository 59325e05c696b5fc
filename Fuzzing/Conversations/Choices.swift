/// A fuzzer's bytes, read as one choice after the other; at their end every choice is the first one.
struct Choices {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isOver: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// A number below `count`, which is at most 256.
    mutating func number(below count: Int) -> Int { Int(byte()) % count }

    /// Whether the one case in `count` is met.
    mutating func isOne(in count: Int) -> Bool { number(below: count) == count - 1 }

    mutating func one<Element>(of elements: [Element]) -> Element {
        guard elements.count > 256 else { return elements[number(below: elements.count)] }
        return elements[(Int(byte()) << 8 | Int(byte())) % elements.count]
    }

    mutating func bytes(atMost count: Int) -> [UInt8] {
        let taken = rest.prefix(number(below: count + 1))
        rest = rest.dropFirst(taken.count)
        return Array(taken)
    }

    mutating func word() -> UInt64 { (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) } }
}
