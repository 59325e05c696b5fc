import Diagnostics

/// The manifest and the lock of a project on the disk, always from one change.
package struct ProjectStorage: Sendable {
    package let folder: String
    private let files: any ProjectFiles

    /// What the two files hold; nil for one that is not there.
    package struct Contents: Hashable, Sendable {
        package var manifest: [UInt8]?
        package var lock: [UInt8]?

        package init(manifest: [UInt8]? = nil, lock: [UInt8]? = nil) {
            self.manifest = manifest
            self.lock = lock
        }
    }

    package init(_ folder: String, _ files: any ProjectFiles = DiskFiles()) {
        self.folder = folder
        self.files = files
    }

    package func path(_ name: String) -> String {
        folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    private static let names = [Manifest.fileName, Lock.fileName]
    private var changePath: String { path(ProjectChange.fileName) }

    /// Reads both, through a change that was begun, and changes nothing.
    ///
    /// - Throws: `config` for what cannot be read, `integrity` for a change that no longer fits.
    package func read() throws(LibraryError) -> Contents {
        // Another process may be in the middle of a change; what holds still meanwhile is from one.
        for _ in 0..<50 {
            let seen = identities
            do throws(LibraryError) {
                let contents = try readOnce()
                if seen == identities { return contents }
            } catch {
                if seen == identities { throw error }
            }
        }
        throw LibraryError(
            .locked, "\(folder) is changed all the time by others",
            hint: "try again when they are done")
    }

    private func readOnce() throws(LibraryError) -> Contents {
        var contents = Contents(
            manifest: try files.read(path(Manifest.fileName)),
            lock: try files.read(path(Lock.fileName)))
        for file in try pendingChange()?.files ?? [] {
            if file.name == Lock.fileName {
                try check(file, contents.lock)
                contents.lock = Array(file.text.utf8)
            } else {
                try check(file, contents.manifest)
                contents.manifest = Array(file.text.utf8)
            }
        }
        return contents
    }

    private var identities: [FileIdentity?] {
        ([ProjectChange.fileName] + Self.names).map { files.identity(of: path($0)) }
    }

    private func pendingChange() throws(LibraryError) -> ProjectChange? {
        guard let bytes = try files.read(changePath) else { return nil }
        return try ProjectChange(parsing: bytes, from: changePath)
    }

    /// Whether a file is still what the change began with, or already what it ends with.
    private func check(_ file: ProjectChange.File, _ now: [UInt8]?) throws(LibraryError) {
        let hash = now.map { ContentHash(of: $0).description }
        if hash == file.before || now == Array(file.text.utf8) { return }
        throw LibraryError(
            .integrity,
            "\(path(file.name)) was changed after a `graphene lib` that did not end had begun to "
                + "change it",
            hint: "remove \(changePath) to keep the file as it is now")
    }

    /// Ends a change that another process has begun, or clears away one that never counted; whoever
    /// calls it holds the project.
    package func recover() throws(LibraryError) {
        guard let change = try pendingChange() else {
            // One that was killed before its change counted leaves these.
            for name in Self.names + [ProjectChange.fileName] { try? files.remove(newPath(name)) }
            return
        }
        for file in change.files { try check(file, try files.read(path(file.name))) }
        for file in change.files {
            try files.write(Array(file.text.utf8), to: newPath(file.name), mode: file.mode)
        }
        try putInPlace(change)
        try forget()
    }

    /// Changes both files, or none of them; whoever calls it holds the project.
    ///
    /// - Throws: `config` when they cannot be written; they are as before then, or the message says
    ///   that the change counts.
    package func write(_ contents: Contents, over old: Contents) throws(LibraryError) {
        var change = ProjectChange(files: [])
        for (name, new, old) in [
            (Lock.fileName, contents.lock, old.lock),
            (Manifest.fileName, contents.manifest, old.manifest),
        ] {
            guard let new, new != old else { continue }
            let identity = files.identity(of: path(name))
            guard identity?.isLink != true else {
                throw LibraryError(
                    .config, "\(path(name)) is a link, and what it leads to is not ours to change",
                    hint: "put the file itself there")
            }
            change.files.append(
                ProjectChange.File(
                    name: name, before: old.map { ContentHash(of: $0).description },
                    text: String(decoding: new, as: UTF8.self), mode: identity?.mode ?? 0o644))
        }
        guard !change.files.isEmpty else { return }
        do throws(LibraryError) {
            for file in change.files {
                try files.write(Array(file.text.utf8), to: newPath(file.name), mode: file.mode)
            }
            try files.write(
                Array(change.text.utf8), to: newPath(ProjectChange.fileName), mode: 0o644)
            try files.rename(newPath(ProjectChange.fileName), to: changePath)
        } catch {
            for name in change.files.map(\.name) + [ProjectChange.fileName] {
                try? files.remove(newPath(name))
            }
            throw error
        }
        // From here on it counts: the next one makes good what a killed process leaves.
        do throws(LibraryError) { try putInPlace(change) } catch {
            guard (try? takeBack(change, old)) != nil else { throw Self.unfinished(error) }
            throw error
        }
        do throws(LibraryError) { try forget() } catch { throw Self.unfinished(error) }
    }

    private static func unfinished(_ error: LibraryError) -> LibraryError {
        LibraryError(
            error.code,
            error.message + "; the change is kept in \(ProjectChange.fileName), and counts",
            hint: "see what keeps the file from being written; the next `graphene lib` ends the "
                + "change", cause: error)
    }

    private func newPath(_ name: String) -> String {
        path((name.hasPrefix(".") ? "" : ".") + name + ".new")
    }

    private func putInPlace(_ change: ProjectChange) throws(LibraryError) {
        try files.synchronize(folder: folder)
        for file in change.files { try files.rename(newPath(file.name), to: path(file.name)) }
        try files.synchronize(folder: folder)
    }

    private func forget() throws(LibraryError) { try files.remove(changePath) }

    /// Makes the files what they were; whoever reads them meanwhile reads what they were to become.
    private func takeBack(_ change: ProjectChange, _ old: Contents) throws(LibraryError) {
        for file in change.files {
            let before = file.name == Lock.fileName ? old.lock : old.manifest
            guard try files.read(path(file.name)) != before else { continue }
            if let before {
                try files.write(before, to: newPath(file.name), mode: file.mode)
                try files.rename(newPath(file.name), to: path(file.name))
            } else {
                try files.remove(path(file.name))
            }
        }
        try files.synchronize(folder: folder)
        try forget()
        for file in change.files { try? files.remove(newPath(file.name)) }
    }
}
