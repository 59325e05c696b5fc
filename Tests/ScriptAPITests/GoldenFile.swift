import FoundationEssentials
import Testing

/// Compares a text with the committed one; `UPDATE_GOLDEN=1` rewrites that and still fails.
func expectGolden(
    _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden").appending(path: name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try Data(text.utf8).write(to: url)
        Issue.record("rewrote Golden/\(name)", sourceLocation: sourceLocation)
        return
    }
    guard let committed = try? String(contentsOf: url, encoding: .utf8) else {
        Issue.record(
            "Golden/\(name) is missing: UPDATE_GOLDEN=1 swift test --filter ScriptAPITests",
            sourceLocation: sourceLocation)
        return
    }
    #expect(
        text == committed, "UPDATE_GOLDEN=1 swift test --filter ScriptAPITests rewrites it",
        sourceLocation: sourceLocation)
}
