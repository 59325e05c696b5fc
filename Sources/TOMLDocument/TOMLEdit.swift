/// Changes a TOML document where it is to be changed, and leaves every other byte as it is.
///
/// The document must be one that the parser accepts, and so must be what a person reads back: whoever
/// changes one parses the result.
package struct TOMLEdit: Sendable {
    package private(set) var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Puts another value in place of a key's; false when the key has no line of its own.
    package mutating func replace(_ path: [String], with value: String) -> Bool {
        guard let pair = TOMLLines(bytes).pairs.first(where: { $0.path == path }) else {
            return false
        }
        bytes.replaceSubrange(pair.value, with: value.utf8)
        return true
    }

    /// Adds a key as the last of a table, which is made at the document's end when there is none.
    package mutating func append(_ key: String, _ value: String, to table: [String]) {
        endLine()
        let line = "\(Self.key(key)) = \(value)\(lineEnd)"
        let lines = TOMLLines(bytes)
        guard let index = lines.headers.firstIndex(where: { $0.path == table }) else {
            let header = "[\(table.map(Self.key).joined(separator: "."))]\(lineEnd)"
            bytes += ((bytes.isEmpty ? "" : lineEnd) + header + line).utf8
            return
        }
        let last = pairs(of: index, lines).last?.value.upperBound ?? lines.headers[index].start
        bytes.insert(contentsOf: line.utf8, at: endOfLine(after: last))
    }

    /// Takes a key with its lines away, or a table with its header; false when neither is there, or
    /// the key shares its line.
    package mutating func remove(_ path: [String]) -> Bool {
        let lines = TOMLLines(bytes)
        if let pair = lines.pairs.first(where: { $0.path == path }) {
            guard !pair.isInline else { return false }
            bytes.removeSubrange(
                startOfLine(before: pair.start)..<endOfLine(after: pair.value.upperBound))
            return true
        }
        guard let index = lines.headers.firstIndex(where: { $0.path == path }) else { return false }
        let start = lines.headers[index].start
        let last = pairs(of: index, lines).last?.value.upperBound ?? start
        bytes.removeSubrange(startOfLine(before: start)..<endOfLine(after: last))
        return true
    }

    /// Whether a table has a header of its own.
    package func hasHeader(_ path: [String]) -> Bool {
        TOMLLines(bytes).headers.contains { $0.path == path }
    }

    private func pairs(of header: Int, _ lines: TOMLLines) -> ArraySlice<TOMLLines.Pair> {
        let next = header + 1
        let end = next < lines.headers.count ? lines.headers[next].pairCount : lines.pairs.count
        return lines.pairs[lines.headers[header].pairCount..<end]
    }

    private mutating func endLine() {
        if let last = bytes.last, last != 10 { bytes.append(10) }
    }

    /// As the first line ends.
    private var lineEnd: String {
        guard let end = bytes.firstIndex(of: 10), end > 0, bytes[end - 1] == 13 else { return "\n" }
        return "\r\n"
    }

    private func startOfLine(before position: Int) -> Int {
        (bytes[..<position].lastIndex(of: 10) ?? -1) + 1
    }

    /// Behind the end of the line that a position is in.
    private func endOfLine(after position: Int) -> Int {
        bytes[min(position, bytes.count)...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
    }

    private static func key(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        return isBare ? key : TOMLText.quoted(key)
    }
}
