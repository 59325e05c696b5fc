import CLinux

/// How many columns of a terminal text takes.
package enum TextWidth {
    private static let isReady: Void = glinux_use_utf8()

    package static func columns(_ text: String) -> Int {
        _ = isReady
        return text.unicodeScalars.reduce(0) { $0 + max(0, Int(glinux_width($1.value))) }
    }
}
