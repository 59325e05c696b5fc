import Diagnostics
import Glibc
import ScriptHost

/// The terminal that a line is edited on: what it shows, and how it takes what is typed.
struct EditorScreen {
    private let original: termios?

    init() {
        var settings = termios()
        original = tcgetattr(0, &settings) == 0 ? settings : nil
    }

    var columns: Int {
        var size = winsize()
        let isKnown = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Takes typing as whoever started us had it.
    func restore() {
        guard var original else { return }
        tcsetattr(0, TCSADRAIN, &original)
    }

    /// Keeps what is typed without showing it.
    func hideTyping() {
        guard var settings = original else { return }
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        tcsetattr(0, TCSADRAIN, &settings)
    }

    /// Drops what was typed and has not been read.
    func forgetTyped() { tcflush(0, TCIFLUSH) }

    /// Takes away a line that begins with this text and has the cursor behind it.
    func erase(_ before: String) {
        let rows = TextWidth.columns(before) / columns
        write((rows > 0 ? "\u{1b}[\(rows)A" : "") + "\r\u{1b}[J")
    }

    /// Writes text of others' making.
    func writeShown(_ text: String) {
        write(Printable.text(Array(text.utf8)) + "\n")
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
