import Foundation

/// The Lua files of this project.
enum ProjectSources {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every one, by its path; links are left out, which may lead to a device.
    static func all() throws -> [(path: String, bytes: [UInt8])] {
        var sources: [(String, [UInt8])] = []
        for folder in ["Benchmarks", "Sources", "Tests", "scripts"] {
            let files = FileManager.default.enumerator(
                at: root.appending(path: folder), includingPropertiesForKeys: [.isRegularFileKey])
            for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
                guard file.pathExtension == "lua",
                    try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
                else { continue }
                sources.append((file.path, Array(try Data(contentsOf: file))))
            }
        }
        return sources.sorted { $0.0 < $1.0 }
    }

    static func bytes(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }
}
