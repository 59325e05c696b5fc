import Foundation
import ScriptAPI
import ScriptHost

/// Libraries for a test, out of texts.
enum SharedCode {
    /// A package whose files are texts, at version 1.0.0; its `init.lua` is what its name requires.
    static func package(
        _ name: String, _ files: [String: String], exports: [String: String] = ["init": "init.lua"],
        needs: [(String, Set<Grant>)] = []
    ) -> LibraryPackage {
        LibraryPackage(
            name: name, version: "1.0.0", exports: exports,
            dependencies: needs.enumerated().map { index, need in
                LibraryPackage.Dependency(
                    name: need.0, package: need.0, allow: need.1,
                    place: "graphene.toml:\(index + 7)")
            }
        ) { path in files[path].map { Array($0.utf8) } }
    }

    /// The set of a project that needs these packages, by what it allows them.
    static func set(
        _ packages: [LibraryPackage], allowing allowed: [(String, Set<Grant>)]
    ) -> LibrarySet {
        LibrarySet(project: package("project", [:], exports: [:], needs: allowed)) { key in
            packages.first { $0.name == key }
        }
    }

    /// Makes a folder with files in it, and removes it when the body is over.
    static func withFolder<Result>(
        _ files: [String: String], _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try await body(folder.path)
    }
}
