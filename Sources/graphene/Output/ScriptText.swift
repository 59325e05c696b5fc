import CloudClient
import Diagnostics

/// What a script writes to a stream, piece by piece, as it may leave.
///
/// Pieces end anywhere: what may be the first half of a character, or of a secret, waits for the
/// next piece or for whatever else happens.
struct ScriptText {
    /// What each line begins with where others write too.
    let mark: String
    /// The descriptor of the stream, whose terminal breaks lines where it ends.
    private let terminal: Int32
    /// How much the line that is open takes of the terminal's, with the mark, at most.
    private var column = 0
    /// Whether the last line shown has no end yet.
    private(set) var isLineOpen = false
    private var held: [UInt8] = []
    /// Whether only white space was shown of the open line.
    private var isLineBlank = true

    init(mark: String, terminal: Int32) {
        self.mark = mark
        self.terminal = terminal
    }

    /// What may be shown now that this has been written.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        let all = held + bytes
        let redaction = Outgoing.secrets.redaction
        let rest = max(
            Self.cutCharacter(all), redaction.unfinished(all),
            WorkflowCommands.areObeyed
                ? WorkflowCommands.unfinished(all, isAtBeginning: isLineBlank) : 0)
        held = Array(all.suffix(rest))
        return show(Array(all.dropLast(rest)), redaction)
    }

    /// What is left to show when others are about to write, or nothing more comes.
    mutating func flush() -> [UInt8] {
        guard !held.isEmpty else { return [] }
        defer { held = [] }
        return show(held, Outgoing.secrets.redaction, isCut: true)
    }

    /// Begins a new line if one is open.
    mutating func endLine() -> [UInt8] {
        guard isLineOpen else { return [] }
        (isLineOpen, isLineBlank) = (false, true)
        return [10]
    }

    private mutating func show(
        _ bytes: [UInt8], _ redaction: Redaction, isCut: Bool = false
    ) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var text = Printable.text(redaction.redact(bytes))
        if WorkflowCommands.areObeyed {
            text = WorkflowCommands.defuse(text, isAtBeginning: isLineBlank)
            if isCut { text = WorkflowCommands.defuseEnd(text) }
        }
        defer { note(text) }
        guard !mark.isEmpty else { return Array(text.utf8) }
        return Array(marked(text).utf8)
    }

    /// A text with the mark at each beginning of a line, also of those that the terminal would begin.
    private mutating func marked(_ text: String) -> String {
        let width = TerminalSize(of: terminal)?.columns ?? .max
        var shown = ""
        if !isLineOpen { column = 0 }
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                if column == 0 { shown += mark }
                column = 0
            } else {
                let wide =
                    scalar == "\t"
                    ? 8 - column % 8 : TerminalSize.columnsAtMost(of: scalar)
                if column > mark.count, column + wide > width {
                    shown += "\n"
                    column = 0
                }
                if column == 0 {
                    shown += mark
                    column = mark.count
                }
                column += wide
            }
            shown.unicodeScalars.append(scalar)
        }
        return shown
    }

    private mutating func note(_ text: String) {
        let last = text.utf8.lastIndex(of: 10).map { text[text.utf8.index(after: $0)...] }
        isLineBlank = (last != nil || isLineBlank) && (last ?? text[...]).allSatisfy(\.isWhitespace)
        isLineOpen = !text.hasSuffix("\n")
    }

    /// How many bytes at the end are a character's first ones.
    private static func cutCharacter(_ bytes: [UInt8]) -> Int {
        for (count, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xc0 != 0x80 {
            let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
            return length > count + 1 ? count + 1 : 0
        }
        return 0
    }
}
