import Diagnostics

/// What a path in a library may look like.
enum LibraryPath {
    private static let longestStep = 255
    private static let longestPath = 1024

    /// Looks at one path.
    ///
    /// - Throws: `integrity`, naming the path.
    static func check(_ path: String) throws(LibraryError) {
        guard let reason = problem(with: path) else { return }
        throw LibraryError(.integrity, "the library has a file `\(path)`, \(reason)")
    }

    private static func problem(with path: String) -> String? {
        if path.isEmpty { return "whose name is empty" }
        if path.hasPrefix("/") { return "whose path is absolute" }
        if path.utf8.count > longestPath { return "whose path is longer than \(longestPath) bytes" }
        if path.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            return "whose name has control characters"
        }
        for step in path.split(separator: "/", omittingEmptySubsequences: false) {
            if step.isEmpty { return "whose path has an empty step" }
            if step == "." || step == ".." { return "whose path has the step `\(step)`" }
            if step.utf8.count > longestStep {
                return "which has a step longer than \(longestStep) bytes"
            }
            // git would take it for a repository's own, where it is vendored into one.
            if step.lowercased() == ".git" { return "which looks like a part of git's own" }
        }
        return nil
    }
}
