/// What git writes to its standard error: lines on how far it is, and at last why it failed.
struct GitMessages {
    private static let longestLine = 2_000
    private static let mostLines = 50

    /// The last lines, without those on how far it is; they show no credentials.
    private(set) var lines: [String] = []
    private var unfinished: [UInt8] = []

    /// Takes a piece.
    ///
    /// - Returns: Its lines on how far git is.
    mutating func take(_ piece: ArraySlice<UInt8>) -> [String] {
        var progress: [String] = []
        for byte in piece {
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                if unfinished.count < Self.longestLine { unfinished.append(byte) }
                continue
            }
            let line = LibraryURL.redact(String(decoding: unfinished, as: UTF8.self))
            unfinished = []
            guard line.contains(where: { $0 != " " }) else { continue }
            if byte == UInt8(ascii: "\r") || line.hasSuffix(", done.") {
                progress.append(line)
            } else {
                lines.append(line)
                if lines.count > Self.mostLines { lines.removeFirst() }
            }
        }
        return progress
    }

    /// The line that tells why it failed; nil when there is none.
    var reason: String? {
        let prefixes = ["fatal: ", "error: ", "ERROR: "]
        let chosen =
            lines.first { line in prefixes.contains { line.hasPrefix($0) } } ?? lines.last
        guard let chosen else { return nil }
        guard let prefix = prefixes.first(where: { chosen.hasPrefix($0) }) else { return chosen }
        return String(chosen.dropFirst(prefix.count))
    }

    /// Whether any line has one of these words.
    func mention(_ words: String...) -> Bool {
        lines.contains { line in words.contains { line.contains($0) } }
    }
}
