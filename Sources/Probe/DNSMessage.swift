/// Questions to name servers and their answers (RFC 1035), as bytes.
struct DNSMessage: Hashable, Sendable {
    enum Kind: UInt16, Sendable {
        case a = 1
        case alias = 5
        case aaaa = 28
    }

    struct Record: Hashable, Sendable {
        var name: String
        var kind: UInt16
        var timeToLive: UInt32
        var data: [UInt8]
        /// For an alias: what it stands for.
        var target: String?
    }

    enum Failure: Error, Hashable, Sendable {
        case notAnAnswer
        /// The name server refuses or has a problem of its own.
        case refused(UInt8)
        case noSuchName
    }

    var isTruncated: Bool
    var records: [Record]
}

extension DNSMessage {
    /// Writes a question; nil for what is no name.
    static func question(_ name: String, _ kind: Kind, id: UInt16) -> [UInt8]? {
        var bytes: [UInt8] = [
            UInt8(id >> 8), UInt8(id & 0xff), 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0,
        ]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        for label in labels.last == "" ? labels.dropLast() : labels[...] {
            guard (1...63).contains(label.utf8.count) else { return nil }
            bytes.append(UInt8(label.utf8.count))
            bytes += Array(label.utf8)
        }
        guard bytes.count <= 12 + 254, bytes.count > 12 else { return nil }
        return bytes + [0, 0, UInt8(kind.rawValue), 0, 1]
    }

    /// Reads the answer to a question; nothing of it is trusted.
    init(_ bytes: [UInt8], answering question: [UInt8]) throws(Failure) {
        var reader = DNSReader(bytes)
        guard bytes.count >= 12, bytes[0] == question[0], bytes[1] == question[1],
            bytes[2] & 0x80 != 0, bytes[4] == 0, bytes[5] == 1
        else { throw .notAnAnswer }
        isTruncated = bytes[2] & 0x02 != 0
        let status = bytes[3] & 0x0f
        reader.position = 12
        // The question comes back; letters may be of another case.
        var asked = DNSReader(question)
        asked.position = 12
        guard try reader.name() == asked.name(), try reader.number() == asked.number(),
            try reader.number() == 1
        else { throw .notAnAnswer }
        if status == 3 { throw .noSuchName }
        guard status == 0 else { throw .refused(status) }
        records = []
        let count = Int(bytes[6]) << 8 | Int(bytes[7])
        for _ in 0..<count {
            // A truncated message may end anywhere; it is asked for again in full.
            do throws(Failure) { records.append(try reader.record()) } catch {
                guard isTruncated else { throw error }
                return
            }
        }
    }

    /// The addresses of a name, through its aliases, and how long they may be remembered.
    func addresses(of name: String, _ kind: Kind) -> (addresses: [[UInt8]], timeToLive: UInt32)? {
        var name = DNSReader.plain(name)
        var shortest = UInt32.max
        for _ in 0..<16 {
            let found = records.filter { $0.name == name && $0.kind == kind.rawValue }
            let length = kind == .a ? 4 : 16
            let addresses = found.map(\.data).filter { $0.count == length }
            if !addresses.isEmpty {
                return (addresses, min(shortest, found.map(\.timeToLive).min() ?? shortest))
            }
            guard
                let alias = records.first(where: {
                    $0.name == name && $0.kind == Kind.alias.rawValue
                }), let target = alias.target
            else { return nil }
            shortest = min(shortest, alias.timeToLive)
            name = target
        }
        return nil
    }
}

/// Reads the parts of a message in order.
private struct DNSReader {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func plain(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    mutating func byte() throws(DNSMessage.Failure) -> UInt8 {
        guard position < bytes.count else { throw .notAnAnswer }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() throws(DNSMessage.Failure) -> UInt16 {
        UInt16(try byte()) << 8 | UInt16(try byte())
    }

    /// A name in lower case; pointers lead back only, so that none leads round in a circle.
    mutating func name() throws(DNSMessage.Failure) -> String {
        var labels: [String] = []
        var length = 0
        var end: Int?
        var earliest = position
        while true {
            let count = Int(try byte())
            if count & 0xc0 == 0xc0 {
                let target = (count & 0x3f) << 8 | Int(try byte())
                end = end ?? position
                guard target < earliest else { throw .notAnAnswer }
                earliest = target
                position = target
                continue
            }
            guard count & 0xc0 == 0, position + count <= bytes.count else { throw .notAnAnswer }
            if count == 0 { break }
            length += count + 1
            guard length <= 255 else { throw .notAnAnswer }
            labels.append(
                String(decoding: bytes[position..<position + count], as: UTF8.self).lowercased())
            position += count
        }
        position = end ?? position
        return labels.joined(separator: ".")
    }

    mutating func record() throws(DNSMessage.Failure) -> DNSMessage.Record {
        let name = try name()
        let kind = try number()
        _ = try number()
        let timeToLive = UInt32(try number()) << 16 | UInt32(try number())
        let count = Int(try number())
        guard position + count <= bytes.count else { throw .notAnAnswer }
        let start = position
        let target = kind == DNSMessage.Kind.alias.rawValue ? try self.name() : nil
        position = start + count
        return DNSMessage.Record(
            name: name, kind: kind, timeToLive: min(timeToLive, 0x7fff_ffff),
            data: Array(bytes[start..<start + count]), target: target)
    }
}
