/// What git writes to its standard error: lines on how far it is, and at last why it failed.
struct GitMessages {
    private static let longestLine = 2_000
    private static let mostLines = 50

    /// The last lines, without those on how far it is; they show no credentials.
    private(set) var lines: [String] = []
    private var unfinished: [UInt8] = []
    /// Whether a carriage return came last: a line on how far it is, unless a line feed follows.
    private var isReturned = false

    /// Takes a piece.
    ///
    /// - Returns: Its lines on how far git is.
    mutating func take(_ piece: ArraySlice<UInt8>) -> [String] {
        var progress: [String] = []
        for byte in piece {
            if isReturned, byte != UInt8(ascii: "\n"), let line = finishLine() {
                progress.append(line)
            }
            isReturned = byte == UInt8(ascii: "\r")
            if byte == UInt8(ascii: "\n"), let line = finishLine() {
                if line.hasSuffix(", done.") { progress.append(line) } else { keep(line) }
            } else if !isReturned, byte != UInt8(ascii: "\n"),
                unfinished.count < Self.longestLine
            {
                unfinished.append(byte)
            }
        }
        return progress
    }

    /// What was written since the last line; nil when that was nothing.
    private mutating func finishLine() -> String? {
        while unfinished.last == UInt8(ascii: " ") { unfinished.removeLast() }
        defer { unfinished = [] }
        return unfinished.isEmpty
            ? nil : LibraryURL.redact(String(decoding: unfinished, as: UTF8.self))
    }

    private mutating func keep(_ line: String) {
        lines.append(line)
        if lines.count > Self.mostLines { lines.removeFirst() }
    }

    /// The words that tell why it failed; nil when there are none.
    var reason: String? {
        let prefixes = ["fatal: ", "error: ", "ERROR: "]
        let index = lines.firstIndex { line in prefixes.contains { line.hasPrefix($0) } }
        guard var chosen = index.map({ lines[$0] }) ?? lines.last else { return nil }
        // It says nothing; what ssh said before it does.
        if let index, index > 0, chosen.contains("Could not read from remote repository") {
            chosen = lines[index - 1]
        }
        if let prefix = prefixes.first(where: { chosen.hasPrefix($0) }) {
            chosen.removeFirst(prefix.count)
        }
        // The address is named anyway.
        if chosen.hasPrefix("unable to access '"), let end = chosen.firstRange(of: "': ") {
            chosen.removeSubrange(..<end.upperBound)
        }
        return chosen
    }

    /// Whether any line has one of these words.
    func mention(_ words: String...) -> Bool {
        lines.contains { line in words.contains { line.contains($0) } }
    }
}
