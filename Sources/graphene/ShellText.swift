/// Words as a shell reads them.
enum ShellText {
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,@%+")

    /// A line that a shell splits into just these words.
    static func line(_ words: [String]) -> String { words.map(quote).joined(separator: " ") }

    private static func quote(_ word: String) -> String {
        guard word.isEmpty || !word.allSatisfy(plain.contains) else { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
