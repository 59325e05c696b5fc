import CloudClient
import Foundation
import Glibc
import TOMLDocument

@testable import AccountConfiguration

/// A home folder and a repository of a test's own; gone with the test.
final class ConfigurationFolder {
    let path: String
    var environment: [String: String] = [:]

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "graphene-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var home: String { path + "/home" }
    var userPath: String { home + "/.config/graphene/config.toml" }
    var project: String { path + "/repository" }

    @discardableResult
    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        let file = name.hasPrefix("/") ? name : path + "/" + name
        try FileManager.default.createDirectory(
            at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        chmod(file, mode)
        return file
    }

    /// The person's own configuration.
    func user(_ text: String, mode: mode_t = 0o600) throws {
        try write(text, to: userPath, mode: mode)
    }

    var surroundings: ConfigurationSurroundings {
        ConfigurationSurroundings(
            environment: environment, home: home, workingFolder: path, user: getuid())
    }

    /// What holds for a script in a folder of the repository.
    func load(
        _ flags: ConfigurationFlags = .init(), from folder: String? = "repository",
        startedIn other: String? = nil
    ) throws(ConfigurationFailure) -> EffectiveConfiguration {
        try EffectiveConfiguration(
            flags, projectFolders: [folder, other].compactMap(\.self), usualRate: 5,
            in: surroundings)
    }

    /// What keeps a configuration from being used; empty when nothing does.
    func failure(
        _ flags: ConfigurationFlags = .init(), from folder: String? = "repository"
    ) -> ConfigurationFailure? {
        do {
            _ = try load(flags, from: folder)
            return nil
        } catch {
            return error
        }
    }
}

extension ConfigurationFlags {
    static func profile(_ name: String) -> ConfigurationFlags {
        var flags = ConfigurationFlags()
        flags.profile = name
        return flags
    }
}
