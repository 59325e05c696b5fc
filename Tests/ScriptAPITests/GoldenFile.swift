import FoundationEssentials
import Testing

/// Compares a text with the committed one; `UPDATE_GOLDEN=1` rewrites that and still fails.
func expectGolden(
    _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    try expectFile("Tests/ScriptAPITests/Golden/\(name)", text, sourceLocation: sourceLocation)
}

/// The same for any file of the repository.
func expectFile(
    _ path: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let url = repository.appending(path: path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        Issue.record("rewrote \(path)", sourceLocation: sourceLocation)
        return
    }
    guard let committed = try? String(contentsOf: url, encoding: .utf8) else {
        Issue.record(
            "\(path) is missing: UPDATE_GOLDEN=1 swift test --filter ScriptAPITests",
            sourceLocation: sourceLocation)
        return
    }
    #expect(
        text == committed, "UPDATE_GOLDEN=1 swift test --filter ScriptAPITests rewrites it",
        sourceLocation: sourceLocation)
}

/// The repository's folder.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
