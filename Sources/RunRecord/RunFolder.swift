import CLinux
import Diagnostics
import Glibc
import Timekeeping

/// The folder that holds the records of a person's runs, a file each.
package struct RunFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Finds the folder in the environment: below `GRAPHENE_STATE_DIR`, else `XDG_STATE_HOME`, else
    /// `HOME`.
    ///
    /// - Returns: nil when none of them is set; a relative `XDG_STATE_HOME` counts as not set, as its
    ///   specification asks, and so does a `HOME` that is not there.
    package init?(environment: [String: String]) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let folder = value("GRAPHENE_STATE_DIR") {
            path = folder + "/runs"
        } else if let folder = value("XDG_STATE_HOME"), folder.hasPrefix("/") {
            path = folder + "/graphene/runs"
        } else if let home = value("HOME"), access(home, X_OK) == 0 {
            path = home + "/.local/state/graphene/runs"
        } else {
            return nil
        }
    }

    func file(_ id: String) -> String { "\(path)/\(id).jsonl" }

    /// The ids of all records, in no useful order; empty when nothing was ever recorded.
    package func ids() throws(RecordError) -> [String] {
        guard let folder = opendir(path) else {
            guard errno != ENOENT else { return [] }
            throw RecordError(
                .config, "cannot list the runs in \(path): \(Self.reason(errno))",
                hint: Self.otherFolder)
        }
        defer { closedir(folder) }
        var ids: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".jsonl"), !name.hasPrefix(".") {
                ids.append(String(name.dropLast(6)))
            }
        }
        return ids.sorted()
    }

    /// When something was written to a record last; nil for one that is not there.
    func writtenAt(_ id: String) -> Instant? {
        let descriptor = open(file(id), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var file = glinux_file()
        guard glinux_describe_file(descriptor, &file) == 0 else { return nil }
        return Instant(secondsSince1970: file.written_at)
    }

    /// Makes the folder, for its owner only.
    ///
    /// - Throws: `config` when it cannot be made or is somebody else's.
    package func make() throws(RecordError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o700) != 0, errno != EEXIST, errno != EISDIR else { continue }
            throw RecordError(
                .config,
                "cannot make the folder \(made) for the records of runs: "
                    + Self.reason(errno), hint: Self.otherFolder)
        }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        var folder = glinux_file()
        guard descriptor >= 0, glinux_describe_file(descriptor, &folder) == 0 else {
            throw RecordError(
                .config, "\(path) is no folder that can be read, and the records of runs go there",
                hint: Self.otherFolder)
        }
        guard folder.owner == geteuid() else {
            throw RecordError(
                .config,
                "the folder \(path) belongs to another user (\(folder.owner)), and the "
                    + "records of runs go there", hint: Self.otherFolder)
        }
        // What runs print may be nobody else's business.
        if folder.mode & 0o077 != 0 { fchmod(descriptor, 0o700) }
    }

    static let otherFolder = "set GRAPHENE_STATE_DIR to a folder of your own that can be written"

    static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
