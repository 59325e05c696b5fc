import Diagnostics
import Glibc
import JSONDocument

/// What is ours on standard error.
enum StandardError {
    /// Writes a line, whole.
    static func write(_ line: String) { write([line]) }

    /// Writes lines; what stands in one begins no other.
    static func write(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        Screen.writeError(lines.map { Outgoing.line($0) + "\n" }.joined())
    }

    /// Writes lines in place of the last so many: the one thing here that moves a cursor.
    static func redraw(erasing count: Int, _ lines: [String]) {
        // All of it in one write, lest it be seen half done.
        Screen.writeError(
            (count > 0 ? "\u{1b}[\(count)A\u{1b}[J" : "")
                + lines.map { Outgoing.line($0) + "\n" }.joined())
    }

    /// Writes a question and leaves its line open for the answer.
    static func ask(_ question: String) { Screen.writeError(Outgoing.line(question) + " ") }

    /// Ends the line of a question.
    static func endLine() { Screen.writeError("\n") }

    /// Writes a command for GitHub's runner.
    static func command(_ name: String, _ properties: [(String, String)], _ message: String) {
        let properties = properties.map { name, value in
            let value = data(value).replacing(":", with: "%3A").replacing(",", with: "%2C")
            return "\(name)=\(value)"
        }
        Screen.writeError(
            "::\(name) \(properties.joined(separator: ","))::\(data(message))\n")
    }

    private static func data(_ text: String) -> String {
        text.split(separator: "\n").map { Outgoing.line(String($0)).replacing("%", with: "%25") }
            .joined(separator: "%0A")
    }
}

/// What standard output gets from commands that run no script.
enum StandardOutput {
    /// Writes a text, whole; a reader who has seen enough and gone is no failure.
    static func print(_ text: String, terminator: String = "\n") throws(OutputFailure) {
        try write(Array((Outgoing.text(text) + terminator).utf8))
    }

    /// Writes a document with a line for each value.
    static func print(document: JSONValue) throws(OutputFailure) {
        try write(Outgoing.document(document))
    }

    /// Writes a document on one line.
    static func print(line: JSONValue) throws(OutputFailure) { try write(Outgoing.line(line)) }

    /// Writes what is there to hand a simulated cloud's secret on, which is no secret.
    static func print(simulated text: String) throws(OutputFailure) {
        try write(Array(text.utf8))
    }

    /// Clears the terminal, for what is shown again and again.
    static func clear() throws(OutputFailure) { try write(Array("\u{1b}[2J\u{1b}[H".utf8)) }

    private static func write(_ bytes: [UInt8]) throws(OutputFailure) {
        guard let (lost, number) = OutputStream.write(bytes, to: 1), number != EPIPE else { return }
        throw OutputFailure(lost: lost, number)
    }
}

/// Standard output that takes no more, as on a full disk.
struct OutputFailure: UserFacingError {
    let code = ErrorCode.config
    let message: String
    let hint: String? = "make room where standard output goes; what was done stays done"

    /// The number is of the system's error; `lost` counts the bytes that were not written.
    init(lost: Int, _ number: Int32) {
        message =
            "cannot write standard output: \(String(cString: strerror(number))); "
            + "its last \(lost) byte\(lost == 1 ? "" : "s") are lost"
    }
}
