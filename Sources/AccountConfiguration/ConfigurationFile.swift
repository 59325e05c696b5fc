import CLinux
import Diagnostics
import Glibc
import TOMLDocument

/// Files that decide what a run may do, or with what it signs in.
enum ConfigurationFile {
    static let sizeLimit = 256 << 10

    /// Who may do what with a file besides its owner.
    enum Trust {
        /// Anybody may have written it: it can only narrow.
        case anybody
        /// Nobody else may have written it: it names commands and accounts.
        case owner
        /// Nobody else may have read it.
        case secret
    }

    /// Reads a file whole; nil when there is none.
    ///
    /// - Throws: `config` for what is there and cannot be read or trusted.
    static func read(
        _ path: String, _ trust: Trust, user: UInt32, named what: String = "the configuration"
    ) throws(ConfigurationFailure) -> [UInt8]? {
        // A pipe without a writer would keep us waiting for ever.
        let flags = trust == .anybody ? O_RDONLY | O_CLOEXEC | O_NONBLOCK : O_RDONLY | O_CLOEXEC
        let descriptor = open(path, flags)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw unreadable(what, path, trust, String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw unreadable(what, path, trust, String(cString: strerror(errno)))
        }
        try check(information, path, trust, user, what)
        return try contents(of: descriptor, path, trust, what)
    }

    private static func check(
        _ information: stat, _ path: String, _ trust: Trust, _ user: UInt32, _ what: String
    ) throws(ConfigurationFailure) {
        switch information.st_mode & S_IFMT {
        case S_IFDIR: throw unreadable(what, path, trust, "it is a directory")
        case S_IFREG: break
        default:
            guard trust == .anybody else { return }
            throw unreadable(what, path, trust, "it is no regular file")
        }
        let mode = String(information.st_mode & 0o777, radix: 8)
        guard trust == .anybody || information.st_uid == user || information.st_uid == 0 else {
            throw ConfigurationFailure(
                "cannot trust \(what) in \(path): it belongs to another user (uid \(information.st_uid))",
                hint: "copy it to a file of your own")
        }
        if trust == .secret, information.st_mode & 0o077 != 0 {
            throw ConfigurationFailure(
                "cannot trust \(what) in \(path): others may read or write it (mode \(mode))",
                hint: "make it yours alone: `chmod 600 \(path)`; then change the secret")
        }
        if trust == .owner, information.st_mode & 0o022 != 0 {
            throw ConfigurationFailure(
                "cannot trust \(what) in \(path): others may write it (mode \(mode))",
                hint: "make it yours alone: `chmod 600 \(path)`")
        }
    }

    private static func contents(
        of descriptor: Int32, _ path: String, _ trust: Trust, _ what: String
    ) throws(ConfigurationFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= sizeLimit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw unreadable(what, path, trust, String(cString: strerror(errno)))
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        throw unreadable(what, path, trust, "it is larger than \(sizeLimit >> 10) KB")
    }

    private static func unreadable(
        _ what: String, _ path: String, _ trust: Trust, _ reason: String
    ) -> ConfigurationFailure {
        ConfigurationFailure(
            "cannot read \(what) in \(path): \(reason)", hint: "check its path and mode",
            code: trust == .secret ? .auth : .config)
    }
}
