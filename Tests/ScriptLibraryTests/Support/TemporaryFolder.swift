import Foundation
import Glibc

/// Gives a new folder for a while.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/library-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    defer {
        // What is read-only cannot be removed otherwise, but by root.
        for path in FileManager.default.subpaths(atPath: folder) ?? [] {
            var status = stat()
            guard lstat("\(folder)/\(path)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { chmod("\(folder)/\(path)", 0o700) }
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
    return try body(folder)
}

/// The paths of all below a folder, sorted.
func paths(below folder: String) -> [String] {
    (FileManager.default.subpaths(atPath: folder) ?? []).sorted()
}
