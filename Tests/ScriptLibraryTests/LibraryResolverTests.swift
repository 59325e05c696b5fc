import Diagnostics
import ScriptAPI
import ScriptLibrary
import Testing

struct LibraryResolverTests {
    private static func manifest(_ name: String, _ rest: String = "") -> String {
        "[package]\nname = \"\(name)\"\nexports = { init = \"init.lua\" }\n\(rest)\n"
    }

    private static func supply() throws -> SampleSupply {
        let supply = SampleSupply()
        let needs = "[dependencies]\nnaming = { git = 'https://example.com/naming.git', "
        try supply.add(
            "v1.4.0", commit: 1, to: "checks",
            [
                "init.lua": "return 1",
                "graphene.toml": manifest(
                    "checks", needs + "version = '^1.0', allow = ['read', 'delete'] }"),
            ])
        for (number, version) in [(2, "v1.0.0"), (3, "1.1.0")] {
            try supply.add(
                version, commit: number, to: "naming",
                ["init.lua": "return '\(version)'", "graphene.toml": manifest("naming")])
        }
        return supply
    }

    private static func resolve(
        _ manifest: String, _ supply: SampleSupply, locked lock: Lock = Lock(),
        folder: String = "/",
        renewing: Set<LibrarySource> = []
    ) async throws -> Lock {
        let manifest = try ManifestTests.manifest(manifest)
        let resolver = LibraryResolver(
            folder: folder, locked: lock, renewing: renewing, from: supply)
        let list = try await BuildList.select(for: manifest.dependencies, from: resolver)
        return try await resolver.lock(for: list, grants: manifest.grants)
    }

    private static let checks =
        "[dependencies]\nchecks = { git = 'https://example.com/checks', version = '^1.4', "
        + "allow = ['read', 'pause'] }\n"

    @Test func `a lock says exactly what there is, and what may be done`() async throws {
        let lock = try await Self.resolve(Self.checks, Self.supply())

        #expect(lock.libraries.map(\.title) == ["checks 1.4.0", "naming 1.0.0"])
        #expect(lock.libraries.map(\.commit) == [SampleSupply.commit(1), SampleSupply.commit(2)])
        #expect(lock.libraries.map(\.granted) == [[.read, .pause], [.read]])
        #expect(try LockTests.parse(lock.text) == lock)
    }

    @Test func `what is locked and at hand is not fetched again`() async throws {
        let supply = try Self.supply()
        let lock = try await Self.resolve(Self.checks, supply)
        let fetches = supply.fetches

        let again = try await Self.resolve(Self.checks, supply, locked: lock)

        #expect(again == lock)
        #expect(supply.fetches == fetches)
    }

    @Test func `a version's tag that is of another commit now is an error`() async throws {
        let supply = try Self.supply()
        let lock = try await Self.resolve(Self.checks, supply)
        try supply.add(
            "v1.0.0", commit: 9, to: "naming",
            ["init.lua": "evil()", "graphene.toml": Self.manifest("naming")])

        let error = await #expect(throws: LibraryError.self) {
            try await Self.resolve(Self.checks, supply, locked: lock)
        }

        #expect(error?.code == .integrity)
        #expect(
            error?.message.hasPrefix(
                "the tag v1.0.0 of https://example.com/naming.git was commit 0000")
                == true)
    }

    @Test func `what is locked stays where it is when its tag goes`() async throws {
        let supply = try Self.supply()
        let lock = try await Self.resolve(Self.checks, supply)
        try supply.add(
            "v1.5.0", commit: 9, to: "checks",
            ["init.lua": "return 5", "graphene.toml": Self.manifest("checks")])
        supply.remove("v1.4.0", from: "checks")
        supply.forget()

        #expect(try await Self.resolve(Self.checks, supply, locked: lock) == lock)
    }

    @Test func `what is locked stays where it is when an older tag comes`() async throws {
        let supply = try Self.supply()
        let checks = Self.checks.replacing("^1.4", with: "^1.3")
        let lock = try await Self.resolve(checks, supply)
        try supply.add(
            "v1.3.7", commit: 9, to: "checks",
            ["init.lua": "return 3", "graphene.toml": Self.manifest("checks")])

        let again = try await Self.resolve(checks, supply, locked: lock)
        let anew = try await Self.resolve(checks, supply)

        #expect(again == lock)
        #expect(anew.libraries.map(\.title) == ["checks 1.3.7"])
    }

    @Test func `a commit of which other files come is an error`() async throws {
        let supply = try Self.supply()
        let lock = try await Self.resolve(Self.checks, supply)
        try supply.add(
            "v1.0.0", commit: 2, to: "naming",
            ["init.lua": "evil()", "graphene.toml": Self.manifest("naming")])
        supply.forget()

        let error = await #expect(throws: LibraryError.self) {
            try await Self.resolve(Self.checks, supply, locked: lock)
        }

        #expect(error?.code == .integrity)
        #expect(error?.message.contains("has other files than when it was locked") == true)
    }

    @Test func `another tag stays where it is locked until it is renewed`() async throws {
        let supply = try Self.supply()
        let text =
            "[dependencies]\nnaming = { git = 'https://example.com/naming', tag = 'nightly' }\n"
        func add(_ commit: Int, _ version: String) throws {
            let manifest = "[package]\nname='naming'\nversion='\(version)'\n"
            try supply.add("nightly", commit: commit, to: "naming", ["graphene.toml": manifest])
        }
        try add(5, "1.2.0")
        let lock = try await Self.resolve(text, supply)
        try add(6, "1.3.0")

        let same = try await Self.resolve(text, supply, locked: lock)
        let renewed = try await Self.resolve(
            text, supply, locked: lock, renewing: [.git("https://example.com/naming")])

        #expect(same == lock)
        #expect(lock.libraries.map(\.title) == ["naming 1.2.0"])
        #expect(renewed.libraries.map(\.title) == ["naming 1.3.0"])
    }

    @Test(arguments: [
        ([:], "is no library: it has no graphene.toml"),
        (["graphene.toml": "protect = []"], "is no library: its graphene.toml has no `[package]`"),
        (
            ["graphene.toml": "[package]\nname='naming'\nexports={a='a.lua'}"],
            "gives `a` from a.lua, and has no such file"
        ),
        (
            ["graphene.toml": "[package]\nname=1"],
            "https://example.com/naming at v2.0.0: graphene.toml:2: `name` must be text"
        ),
    ])
    func `what is no library says so`(files: [String: String], message: String) async throws {
        let supply = SampleSupply()
        try supply.add("v2.0.0", commit: 7, to: "naming", files)

        let error = await #expect(throws: LibraryError.self) {
            try await Self.resolve(
                "[dependencies]\nnaming = { git = 'https://example.com/naming', version = '^2' }",
                supply)
        }

        #expect(error?.code == .config)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func `folders require folders, from where they are`() async throws {
        let folder = try ProjectFolder()
        try folder.write(
            "[package]\nname='a'\n[dependencies]\nb = { path = '../../b', allow = ['read'] }",
            to: "libraries/a/graphene.toml")
        try folder.write("[package]\nname='b'\nversion='2.1.0'", to: "b/graphene.toml")
        try folder.write("", to: "project/x")

        let lock = try await Self.resolve(
            "[dependencies]\na = { path = '../libraries/a', allow = ['read'] }", SampleSupply(),
            folder: folder.path + "/project")

        #expect(lock.libraries.map(\.source) == [.path("../b"), .path("../libraries/a")])
        #expect(lock.libraries.map(\.title) == ["b 2.1.0", "a 0.0.0"])
        #expect(lock.libraries.map(\.granted) == [[.read], [.read]])
        #expect(try LockTests.parse(lock.text) == lock)
    }

    @Test func `a folder that is not there is named`() async throws {
        let error = await #expect(throws: LibraryError.self) {
            try await Self.resolve("[dependencies]\na = { path = 'gone' }", SampleSupply())
        }

        #expect(error?.code == .notFound)
        #expect(error?.message.hasPrefix("there is no library in gone") == true)
    }
}
