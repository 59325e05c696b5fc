import LuaSyntax

/// The findings of one source, by where they stand.
struct FindingList {
    private struct Entry {
        let severity: Finding.Severity
        let code: Finding.Code
        let message: String
        let hint: String?
        let range: Range<Int>
    }

    /// More in one file help nobody, and placing each takes time by the length of its line.
    private static let most = 500

    private let source: SourceText
    private var entries: [Entry] = []
    /// Texts that are to be shown nowhere.
    private var secrets: [Range<Int>] = []

    init(_ source: SourceText) { self.source = source }

    mutating func add(
        _ severity: Finding.Severity, _ code: Finding.Code, _ message: String, hint: String? = nil,
        at range: Range<Int>
    ) {
        guard !isFull else { return }
        entries.append(
            Entry(severity: severity, code: code, message: message, hint: hint, range: range))
    }

    /// Whether what is found now is not told any more.
    var isFull: Bool { entries.count >= Self.most }

    mutating func addSecret(_ message: String, at range: Range<Int>) {
        guard !secrets.contains(range) else { return }
        secrets.append(range)
        add(
            .error, .secretInText, message,
            hint: "declare a parameter of type `secret`, and revoke this one: it has been read",
            at: range)
    }

    /// In the order of the source.
    var findings: [Finding] {
        entries.sorted {
            ($0.range.lowerBound, $0.code.rawValue) < ($1.range.lowerBound, $1.code.rawValue)
        }.map(finding)
    }

    private func finding(_ entry: Entry) -> Finding {
        let place = source.position(at: entry.range.lowerBound)
        let line = excerpt(ofLine: place.line, from: place.offset - place.column + 1)
        let end = min(entry.range.upperBound, place.offset - place.column + 1 + line.utf8.count)
        let length = end > place.offset ? source.text(place.offset..<end).count : 1
        return Finding(
            severity: entry.severity, code: entry.code, message: entry.message, hint: entry.hint,
            line: place.line, column: place.characterColumn, length: max(1, length), excerpt: line)
    }

    private func excerpt(ofLine line: Int, from start: Int) -> String {
        let text = source.text(ofLine: line)
        let range = start..<start + text.utf8.count
        let hidden = secrets.filter { $0.overlaps(range) }
        guard !hidden.isEmpty else { return text }
        let bytes = source.bytes[start..<min(range.upperBound, source.bytes.count)]
        return String(
            decoding: zip(bytes.indices, bytes).map { index, byte in
                hidden.contains { $0.contains(index) } ? UInt8(ascii: "*") : byte
            }, as: UTF8.self)
    }
}
