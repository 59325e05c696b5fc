import AccountConfiguration
import Foundation
import Testing

struct AccountCacheTests {
    @Test func `what was seen of an account is kept for the next process`() throws {
        let home = try CacheHome()
        defer { home.remove() }
        var listing = CachedNames()
        listing.environments = ["production"]
        listing.databases = ["production/orders"]

        let isKept = try home.cache().add(listing)

        #expect(isKept)
        #expect(try home.cache().read() == listing)
        #expect(home.modes == ["accounts 700", "file 600"])
    }

    @Test func `a list that was not read again stays`() throws {
        let home = try CacheHome()
        defer { home.remove() }
        var first = CachedNames()
        (first.databases, first.plans) = (["a/b"], ["DS1"])
        var second = CachedNames()
        second.databases = ["a/c"]

        try home.cache().add(first)
        try home.cache().add(second)

        let kept = try #require(try home.cache().read())
        #expect(kept.databases == ["a/c"])
        #expect(kept.plans == ["DS1"])
    }

    @Test func `accounts have nothing of each other's`() throws {
        let home = try CacheHome()
        defer { home.remove() }
        var listing = CachedNames()
        listing.databases = ["a/b"]
        try home.cache().add(listing)

        #expect(try home.cache(client: "other").read() == nil)
        #expect(try home.cache(at: "https://other.example").read() == nil)
    }

    @Test(arguments: ["", "{", "[]", #"{"account":"x","listing":{}}"#])
    func `a file that is not ours holds nothing`(text: String) throws {
        let home = try CacheHome()
        defer { home.remove() }
        try home.cache().add(CachedNames())

        try Data(text.utf8).write(to: try home.file())

        #expect(try home.cache().read() == nil)
    }

    @Test func `a file that others may write to is not read`() throws {
        let home = try CacheHome()
        defer { home.remove() }
        try home.cache().add(CachedNames())

        chmod(try home.file().path, 0o666)

        #expect(try home.cache().read() == nil)
    }

    @Test func `a home that takes nothing is no failure`() throws {
        let home = try CacheHome()
        defer { home.remove() }
        try Data().write(to: home.url.appending(path: "graphene"))

        #expect(try home.cache().add(CachedNames()) == false)
        #expect(try home.cache().read() == nil)
    }
}

/// A cache folder of a test's own.
private struct CacheHome {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }

    func cache(
        client: String = "client", at origin: String = "https://api.example"
    ) throws -> AccountCache {
        let configuration = try EffectiveConfiguration(
            ConfigurationFlags(), projectFolders: [], usualRate: 10,
            in: ConfigurationSurroundings(
                environment: ["XDG_CACHE_HOME": url.path, "GRAPHENEDB_CLIENT_ID": client],
                home: nil, workingFolder: "/", user: getuid()))
        return try #require(AccountCache(of: configuration, at: origin))
    }

    private var accounts: URL { url.appending(path: "graphene/accounts") }

    func file() throws -> URL {
        let names = try FileManager.default.contentsOfDirectory(atPath: accounts.path)
        return accounts.appending(path: try #require(names.first))
    }

    var modes: [String] {
        func mode(_ url: URL?) -> String {
            var status = stat()
            guard let url, stat(url.path, &status) == 0 else { return "none" }
            return String(status.st_mode & 0o777, radix: 8)
        }
        return ["accounts \(mode(accounts))", "file \(mode(try? file()))"]
    }
}
