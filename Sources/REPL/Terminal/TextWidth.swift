import CLineEditor

/// How many columns of a terminal text takes.
package enum TextWidth {
    private static let isReady: Void = gedit_use_utf8()

    package static func columns(_ text: String) -> Int {
        _ = isReady
        return text.unicodeScalars.reduce(0) { $0 + max(0, Int(gedit_width($1.value))) }
    }
}
