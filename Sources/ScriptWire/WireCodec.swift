/// Writes values and message fields as bytes; the format is described in CLuaBridge's `codec.c`.
package struct WireEncoder {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func count(_ value: UInt64) {
        var value = value
        while value > 0x7f {
            bytes.append(UInt8(value & 0x7f) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    package mutating func byte(_ value: UInt8) { bytes.append(value) }

    package mutating func bytes(_ value: some Collection<UInt8>) {
        count(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    package mutating func text(_ value: String) { bytes(value.utf8) }

    /// Appends bytes that are encoded already.
    package mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }

    package mutating func value(_ value: WireValue) {
        switch value {
        case .null: byte(WireTag.null)
        case .boolean(let value): byte(value ? WireTag.true : WireTag.false)
        case .integer(let value):
            byte(WireTag.integer)
            count(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
        case .float(let value):
            byte(WireTag.float)
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        case .bytes(let value):
            byte(WireTag.bytes)
            bytes(value)
        case .list(let values):
            byte(WireTag.list)
            count(UInt64(values.count))
            for value in values { self.value(value) }
        case .map(let map):
            byte(WireTag.map)
            entries(map)
        case .handle(let handle):
            byte(WireTag.handle)
            text(handle.kind)
            text(handle.id)
            entries(handle.fields)
        case .opaque(let type):
            byte(WireTag.opaque)
            text(type)
        }
    }

    /// Writes a count and that many values, as arguments and results are.
    package mutating func values(_ values: [WireValue]) {
        count(UInt64(values.count))
        for value in values { self.value(value) }
    }

    private mutating func entries(_ map: WireMap) {
        count(UInt64(map.entries.count))
        for entry in map.entries {
            value(entry.key)
            value(entry.value)
        }
    }
}

enum WireTag {
    static let null: UInt8 = 0
    static let `false`: UInt8 = 1
    static let `true`: UInt8 = 2
    static let integer: UInt8 = 3
    static let float: UInt8 = 4
    static let bytes: UInt8 = 5
    static let list: UInt8 = 6
    static let map: UInt8 = 7
    static let handle: UInt8 = 8
    static let opaque: UInt8 = 9
}

/// Why bytes make no message; the peer that sent them is broken or hostile.
package enum WireFailure: Error, Hashable, Sendable {
    case truncated, tooDeep, badText, badTag(UInt8), badKey, trailingBytes, tooLarge
}

/// Reads values and message fields; trusts nothing of the bytes.
///
/// A count is checked against the bytes that are left before anything is reserved for it, so a short
/// message cannot ask for much memory.
package struct WireDecoder {
    package static let maximumDepth = 64
    /// Values in one message; each takes far more memory here than it does on the wire.
    package static let maximumValues = 262_144
    private let input: ArraySlice<UInt8>
    private var position: Int
    private var depth = 0
    private var valuesRead = 0

    package init(_ bytes: ArraySlice<UInt8>) {
        input = bytes
        position = bytes.startIndex
    }

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    package var isAtEnd: Bool { position == input.endIndex }

    /// What has not been read yet.
    package var rest: ArraySlice<UInt8> { input[position...] }

    mutating func skipRest() { position = input.endIndex }

    package func finish() throws(WireFailure) {
        guard isAtEnd else { throw .trailingBytes }
    }

    package mutating func byte() throws(WireFailure) -> UInt8 {
        guard position < input.endIndex else { throw .truncated }
        defer { position += 1 }
        return input[position]
    }

    package mutating func count() throws(WireFailure) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte & 0x80 == 0 { return value }
        }
        throw .tooLarge
    }

    /// Reads a count of things of at least one byte each.
    package mutating func length() throws(WireFailure) -> Int {
        let count = try count()
        guard count <= UInt64(input.endIndex - position) else { throw .truncated }
        return Int(count)
    }

    package mutating func bytes() throws(WireFailure) -> ArraySlice<UInt8> {
        let count = try length()
        defer { position += count }
        return input[position..<position + count]
    }

    package mutating func text() throws(WireFailure) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else { throw .badText }
        return text
    }

    /// Reads text that names something, which a person may come to see.
    package mutating func name() throws(WireFailure) -> String {
        let name = try bytes()
        guard name.count <= WireProtocol.nameLimit else { throw .tooLarge }
        guard let text = String(validating: name, as: UTF8.self) else { throw .badText }
        return text
    }

    package mutating func values() throws(WireFailure) -> [WireValue] {
        let count = try length()
        var values: [WireValue] = []
        values.reserveCapacity(min(count, 256))
        for _ in 0..<count { values.append(try value()) }
        return values
    }

    package mutating func value() throws(WireFailure) -> WireValue {
        guard depth <= Self.maximumDepth else { throw .tooDeep }
        guard valuesRead < Self.maximumValues else { throw .tooLarge }
        valuesRead += 1
        depth += 1
        defer { depth -= 1 }
        switch try byte() {
        case WireTag.null: return .null
        case WireTag.false: return .boolean(false)
        case WireTag.true: return .boolean(true)
        case WireTag.integer:
            let zigzag = try count()
            return .integer(Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
        case WireTag.float: return .float(try float())
        case WireTag.bytes: return .bytes(Array(try bytes()))
        case WireTag.list: return .list(try values())
        case WireTag.map: return .map(try entries())
        case WireTag.handle:
            return .handle(WireHandle(kind: try name(), id: try text(), fields: try entries()))
        case WireTag.opaque: return .opaque(try name())
        case let tag: throw .badTag(tag)
        }
    }

    private mutating func float() throws(WireFailure) -> Double {
        guard input.endIndex - position >= 8 else { throw .truncated }
        var pattern: UInt64 = 0
        for offset in 0..<8 { pattern |= UInt64(input[position + offset]) << UInt64(offset * 8) }
        position += 8
        return Double(bitPattern: pattern)
    }

    private mutating func entries() throws(WireFailure) -> WireMap {
        let count = try length()
        var entries: [WireMap.Entry] = []
        entries.reserveCapacity(min(count, 256))
        for _ in 0..<count {
            let key = try value()
            switch key {
            case .bytes, .integer: entries.append(WireMap.Entry(key: key, value: try value()))
            default: throw .badKey
            }
        }
        return WireMap(entries)
    }
}
