import CLinux
import Glibc

/// What was typed in all sessions: a line for each entry, oldest first, for its owner's eyes only.
///
/// Several sessions append at once. Each opens the file anew and holds it locked for as long as it
/// writes, so none loses what another has written.
package struct HistoryFile: Sendable {
    /// Why the history cannot be kept.
    package struct Failure: Error {
        package let path: String
        package let number: Int32

        package var message: String {
            "the history cannot be kept in \(path): \(String(cString: strerror(number)))"
        }
    }

    package let path: String
    private let limit: Int

    /// - Parameters:
    ///   - path: The file's, which need not be there.
    ///   - limit: Bytes from which on its older half is let go.
    package init(path: String, limit: Int = 2 << 20) {
        self.path = path
        self.limit = limit
    }

    /// Reads the newest entries, oldest first; none when there is no file.
    package func load(most: Int = 10_000) throws(Failure) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw failure
        }
        defer { close(descriptor) }
        let text = String(decoding: try contents(descriptor), as: UTF8.self)
        return text.split(separator: "\n").suffix(most).map { Self.decode($0) }
    }

    /// Appends an entry.
    package func append(_ entry: String) throws(Failure) {
        let descriptor = try openLocked()
        defer { close(descriptor) }
        try write(Array((Self.encode(entry) + "\n").utf8), to: descriptor)
        if Self.describe(descriptor).size > limit { try shorten() }
    }

    // MARK: The file

    private func openLocked() throws(Failure) -> Int32 {
        makeFolder()
        while true {
            let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw failure }
            while flock(descriptor, LOCK_EX) != 0 {
                guard errno == EINTR else {
                    defer { close(descriptor) }
                    throw failure
                }
            }
            // Another session may have put a shorter one in its place meanwhile.
            let current = open(path, O_RDONLY | O_CLOEXEC)
            defer { if current >= 0 { close(current) } }
            let ours = Self.describe(descriptor)
            if current >= 0, Self.describe(current).identity == ours.identity {
                if ours.mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
                return descriptor
            }
            close(descriptor)
        }
    }

    /// Keeps the newer half; the file is locked.
    private func shorten() throws(Failure) {
        let old = open(path, O_RDONLY | O_CLOEXEC)
        guard old >= 0 else { throw failure }
        defer { close(old) }
        let half = try contents(old).suffix(limit / 2)
        let kept = half.drop { $0 != 10 }.dropFirst()
        let temporary = path + ".new"
        unlink(temporary)
        let new = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard new >= 0 else { throw failure }
        defer { close(new) }
        try write(Array(kept), to: new)
        guard rename(temporary, path) == 0 else { throw failure }
    }

    private func makeFolder() {
        guard let slash = path.lastIndex(of: "/") else { return }
        var made = ""
        for part in path[..<slash].split(separator: "/", omittingEmptySubsequences: false) {
            made += part.isEmpty ? "/" : part + "/"
            mkdir(made, 0o700)
        }
    }

    private func contents(_ descriptor: Int32) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // Whoever has put something else there gets no more of it read.
        while bytes.count <= 4 * limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        let size = Self.describe(descriptor).size
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = failure
                // No half of a line is left.
                ftruncate(descriptor, off_t(size))
                throw failure
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func describe(_ descriptor: Int32) -> glinux_file {
        var file = glinux_file()
        _ = glinux_describe_file(descriptor, &file)
        return file
    }

    private var failure: Failure { Failure(path: path, number: errno) }

    // MARK: Lines

    static func encode(_ entry: String) -> String {
        entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\r")
    }

    static func decode(_ line: some StringProtocol) -> String {
        var text = ""
        var isEscaped = false
        for character in line {
            if isEscaped {
                text.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }
}

extension HistoryFile {
    /// The file of the person whose environment this is; nil where it names no folder.
    package init?(environment: [String: String]) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let folder = value("GRAPHENE_STATE_DIR") {
            self.init(path: folder + "/history")
        } else if let folder = value("XDG_STATE_HOME"), folder.hasPrefix("/") {
            self.init(path: folder + "/graphene/history")
        } else if let home = value("HOME") {
            self.init(path: home + "/.local/state/graphene/history")
        } else {
            return nil
        }
    }
}
