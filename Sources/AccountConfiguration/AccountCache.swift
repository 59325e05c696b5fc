import FoundationEssentials
import Glibc
import JSONDocument
import TOMLDocument

/// Keeps what an account was seen to hold in a file below `$XDG_CACHE_HOME/graphene`, mode 600.
///
/// It is for completion: whatever goes wrong with it, there is nothing to complete, and nobody is
/// told. Reading it touches no network, runs no command and reads no secret.
package struct AccountCache: Sendable {
    private let folder: String
    private let path: String
    private let account: String
    private let user: UInt32

    private static let greatestSize = 8 << 20

    /// The cache of one account; nil where there is no home, or nothing says which account.
    ///
    /// - Parameters:
    ///   - configuration: What says which client it is; a command that would tell is not run.
    ///   - origin: The API's address: one client may be known to several clouds.
    package init?(of configuration: EffectiveConfiguration, at origin: String) {
        let surroundings = configuration.surroundings
        guard let base = surroundings.cacheFolder, let client = configuration.clientName else {
            return nil
        }
        folder = base + "/graphene/accounts"
        account = "\(origin) \(client)"
        path = "\(folder)/\(Self.hash(account)).json"
        user = surroundings.user
    }

    /// What was kept last; nil when nothing was, or the file cannot be trusted.
    package func read() -> CachedNames? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == user, status.st_mode & 0o022 == 0,
            status.st_size <= Self.greatestSize
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0, let json = try? JSONValue(parsing: Data(bytes[..<count])),
            json["account"]?.string == account, let listing = json["listing"]
        else { return nil }
        return CachedNames(listing)
    }

    /// Adds to what is kept, whole or not at all.
    ///
    /// - Returns: Whether it is kept now.
    @discardableResult
    package func add(_ listing: CachedNames) -> Bool {
        var all = read() ?? CachedNames()
        all.merge(listing)
        let document: JSONValue = ["account": .string(account), "listing": all.json]
        guard makeFolders() else { return false }
        let name = "\(path).\(UInt64.random(in: 0 ... .max))"
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        let bytes = Array((document.text + "\n").utf8)
        let isWhole = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
        guard close(descriptor) == 0, isWhole, rename(name, path) == 0 else {
            unlink(name)
            return false
        }
        return true
    }

    /// Makes the folders that are not there, for their owner alone.
    private func makeFolders() -> Bool {
        var made = ""
        for step in folder.split(separator: "/") {
            made += "/" + step
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else { return false }
        }
        return true
    }

    /// Names a file after a text; a text of the same name is told apart by what the file holds.
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

extension ConfigurationSurroundings {
    /// Where what can be found out again is kept; nil where there is no home.
    fileprivate var cacheFolder: String? {
        if let folder = variable("XDG_CACHE_HOME")?.value, folder.hasPrefix("/") { return folder }
        return home.map { $0 + "/.cache" }
    }
}

extension EffectiveConfiguration {
    /// What tells the client from others without running the profile's command.
    fileprivate var clientName: String? {
        surroundings.variable("GRAPHENEDB_CLIENT_ID")?.value ?? (try? profileID())?.value
            ?? profile.map { "of profile \($0.name)" }
    }
}
