/// Lua source as bytes, with its lines as Lua counts them.
///
/// The bytes need not be UTF-8; what is given as a `String` has U+FFFD for those that are not.
package struct SourceText: Sendable {
    package let bytes: [UInt8]
    /// Where each line begins, in order; the first is 0.
    private let lineStarts: [Int]

    /// Takes the bytes as they are and finds the lines.
    ///
    /// `\n`, `\r`, `\r\n` and `\n\r` each end one line.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        bytes.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset < bytes.count {
                let byte = bytes[offset]
                offset += 1
                guard byte.isNewline else { continue }
                if offset < bytes.count, bytes[offset].isNewline, bytes[offset] != byte {
                    offset += 1
                }
                starts.append(offset)
            }
        }
        lineStarts = starts
    }

    /// The number of lines, at least 1; a line break at the end begins one more.
    package var lineCount: Int { lineStarts.count }

    /// The line, from 1, that an offset is on; a line break is on the line that it ends.
    package func line(at offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The place of an offset, which may be the end of the source.
    package func position(at offset: Int) -> SourcePosition {
        let line = line(at: offset)
        let start = lineStarts[line - 1]
        return SourcePosition(
            offset: offset, line: line, column: offset - start + 1,
            characterColumn: String(decoding: bytes[start..<offset], as: UTF8.self).count + 1)
    }

    /// The text of a line, from 1, without its line break; empty for a line that is not there.
    package func text(ofLine line: Int) -> String {
        guard (1...lineStarts.count).contains(line) else { return "" }
        let end = line < lineStarts.count ? lineStarts[line] : bytes.count
        let content = bytes[lineStarts[line - 1]..<end]
        return String(decoding: content.prefix { !$0.isNewline }, as: UTF8.self)
    }

    /// The text of a range of bytes.
    package func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Whether nothing but blanks stands before an offset on its line.
    func isFirstOnLine(_ offset: Int) -> Bool {
        let start = lineStarts[line(at: offset) - 1]
        return bytes[start..<offset].allSatisfy(\.isSpace)
    }
}

/// A place in a source.
package struct SourcePosition: Hashable, Sendable {
    /// In bytes, from 0.
    package let offset: Int
    /// From 1.
    package let line: Int
    /// In bytes, from 1.
    package let column: Int
    /// In characters as people count them, from 1.
    package let characterColumn: Int
}
