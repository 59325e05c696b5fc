import Diagnostics
import ScriptAPI
import ScriptLibrary
import Testing

struct ManifestTests {
    static func manifest(_ text: String) throws(LibraryError) -> Manifest {
        try Manifest(parsing: Array(text.utf8), from: "graphene.toml")
    }

    @Test func `a manifest says all that a package is`() throws {
        let manifest = try Self.manifest(
            """
            protect = ["production/*"]
            [package]
            name = "graph-ops"
            version = "1.4.0"
            exports = { dr = "lua/dr.lua", init = "lua/init.lua" }
            scripts = { nightly-pause = "scripts/nightly_pause.lua" }
            [dependencies]
            checks = { git = "https://git.example.com/data/checks.git", version = "^1.4", allow = ["snapshot", "read"] }
            naming = { path = "../naming" }
            tools = { git = "git@example.com:tools", tag = "nightly" }
            [grants]
            effects = ["switch_dns", "read"]
            targets = ["staging/*"]
            env = ["RELEASE"]
            """)

        #expect(manifest.name?.text == "graph-ops")
        #expect(manifest.version == SemanticVersion(1, 4, 0))
        #expect(manifest.exports.map(\.name) == ["dr", "init"])
        #expect(manifest.scripts.map(\.path) == ["scripts/nightly_pause.lua"])
        #expect(manifest.dependencies.map(\.name.text) == ["checks", "naming", "tools"])
        #expect(manifest.dependencies[0].source == .git("https://git.example.com/data/checks"))
        #expect(manifest.dependencies[0].allow == [.read, .snapshot])
        #expect(
            manifest.dependencies.map { "\($0.revision)" } == ["^1.4.0", "as it is", "tag nightly"])
        #expect(manifest.grants?.effects == [.read, .switchDNS])
        #expect(manifest.grants?.variables == ["RELEASE"])
        #expect(manifest.describesPackage)
    }

    @Test func `a file that only protects describes no package`() throws {
        #expect(try !Self.manifest("protect = []").describesPackage)
    }

    @Test(arguments: [
        ("[package]\nnam = 'a'", "graphene.toml:2: `package` has no `nam`; did you mean `name`?"),
        ("[dependancies]", "graphene.toml:1: `graphene.toml` has no `dependancies`; did you mean"),
        ("[package]\nname = 1", "graphene.toml:2: `name` must be text in quotes, not 1"),
        ("[package]", "graphene.toml:1: `package` has no `name`"),
        ("[package]\nname = 'A'", "graphene.toml:2: `A` is no package's name"),
        ("[package]\nname='a'\nversion='1'", "graphene.toml:3: `version` of `package` is `1`"),
        ("[package]\nname='a'\nexports={x='../x.lua'}", "graphene.toml:3: `x` in `exports` is"),
        (
            "[package]\nname='a'\nexports={'x-y'='x.lua'}",
            "graphene.toml:3: `x-y` in `exports` is no"
        ),
        ("[dependencies]\na = '1.0'", "graphene.toml:2: dependency `a` must be a table, not text"),
        ("[dependencies]\na = {}", "graphene.toml:2: dependency `a` says neither"),
        ("[dependencies]\na = {git='https://x/y'}", "graphene.toml:2: dependency `a` says no"),
        ("[dependencies]\na = {git='https://x/y', path='z'}", "dependency `a` has both `git` and"),
        ("[dependencies]\na = {git='https://x/y', version='~1'}", "`version` of dependency `a`"),
        (
            "[dependencies]\na = {git='https://x/y', version='^1', tag='b'}",
            "dependency `a` has both `version` and `tag`"
        ),
        ("[dependencies]\na = {git='https://x/y', commit='abc'}", "is `abc`, which is no whole"),
        ("[dependencies]\na = {path='/x'}", "`path` of dependency `a` is `/x`, and others have"),
        ("[dependencies]\na = {path='x', version='^1'}", "has `path` and `version`"),
        (
            "[dependencies]\na = {path='x', allow=['pauze']}",
            "graphene.toml:2: `allow` has `pauze`, and there is no such effect; did you mean `pause`?"
        ),
        ("[grants]\neffects = ['all']", "graphene.toml:2: `effects` has `all`"),
        ("[grants]\ntargets = ['staging']", "which names no environment and database"),
        ("[grants]\nenv = ['A=hunter2']", "`env` has `A=…`, which is no name of a variable"),
        ("[grants]\nenv = ['']", "`env` has ``, which is no name of a variable"),
        ("[dependencies]\na = {path='x'}\na = {path='y'}", "graphene.toml:3: it is no TOML"),
        (
            "[dependencies]\na-b = {path='x'}\na_b = {path='y'}",
            "graphene.toml:3: `a-b` and `a_b` are one name in Lua, `a_b`"
        ),
        (
            "[package]\nname='a'\n[dependencies]\na = {path='x'}",
            "graphene.toml:4: `a` is this package's own name"
        ),
    ])
    func `what is wrong is named with its place`(text: String, message: String) throws {
        let error = #expect(throws: LibraryError.self) { try Self.manifest(text) }

        #expect(error?.code == .config)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        "http://x/y", "https://user:password@x/y", "https://token@x/y", "ssh://a:b@x/y",
        "ext::sh -c touch", "-oProxyCommand=x", "git://x/y", "/srv/x", "x", "",
    ])
    func `an address that is not safe is refused`(url: String) throws {
        let text = "[dependencies]\na = { git = '\(url)', version = '^1' }"

        let error = #expect(throws: LibraryError.self) { try Self.manifest(text) }

        #expect(error?.code == .config)
        #expect(error?.message.contains("password") != true)
    }

    @Test(
        arguments: [
            (.git("https://x/y"), .git("https://x/y.git"), true),
            (.git("https://x/y//"), .git("https://x/y.git/"), true),
            (.git("https://x/y"), .git("https://x/Y"), false),
            (.git("https://x/.git"), .git("https://x"), false), (.git(""), .git(".git"), true),
            (.path("x"), .path("x"), true), (.path("x"), .path("x/"), false),
            (.path("x"), .git("x"), false),
        ] as [(LibrarySource, LibrarySource, Bool)])
    func `a slash or .git at the end makes no other repository`(
        one: LibrarySource, other: LibrarySource, isSame: Bool
    ) {
        #expect((one == other) == isSame)
        #expect(Set([one, other]).count == (isSame ? 1 : 2))
    }

    @Test(arguments: [
        "https://x/y", "https://x/y.git", "https://x/y/", "ssh://git@x/y", "git@x:y", "file:///s/y",
    ])
    func `an address of https, ssh or file is taken`(url: String) throws {
        let text = "[dependencies]\na = { git = '\(url)', version = '^1' }"

        #expect(try Self.manifest(text).dependencies.count == 1)
    }
}
