import Glibc

/// How much a terminal shows at once.
struct TerminalSize {
    var columns: Int
    var rows: Int

    /// Asks the terminal at a descriptor; nil where there is none, or it does not say.
    init?(of descriptor: Int32) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return nil }
        (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
    }

    /// How many columns a character takes on any terminal, at most.
    static func columnsAtMost(of scalar: Unicode.Scalar) -> Int { scalar.value < 0x1100 ? 1 : 2 }
}
