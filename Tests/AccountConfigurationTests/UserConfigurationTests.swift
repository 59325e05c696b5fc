import Diagnostics
import Glibc
import TOMLDocument
import Testing

@testable import AccountConfiguration

/// A person's own file: what it may say, and what becomes of mistakes.
struct UserConfigurationTests {
    @Test func `a profile is read with the line of every value`() throws {
        let folder = try ConfigurationFolder()
        try folder.user(
            """
            default_profile = "prod"

            [profiles.prod]
            api_url = "https://api.example.com"
            client_id = "c-1"
            client_secret_file = "secret"
            protect = [
              "production/*",
              "domain:Orders.Example.com",
            ]
            rate = 2
            read_only = true
            limits = { delete = 1, total = 20, targets = ["staging/*"] }

            [profiles.prod.assume]
            operation_failed = "failed,aborted"
            """)

        let configuration = try folder.load()

        let path = folder.userPath
        #expect(configuration.profile?.name == "prod")
        #expect(configuration.apiURL == Sourced("https://api.example.com", .file(path, line: 4)))
        #expect(configuration.protect.map(\.text) == ["production/*", "domain:Orders.Example.com"])
        #expect(configuration.protect.map { "\($0.origin)" } == ["\(path):8", "\(path):9"])
        #expect(configuration.rate == Sourced(2, .file(path, line: 11)))
        #expect(configuration.readOnly == .file(path, line: 12))
        #expect(configuration.limits.count(of: "delete")?.origin == .file(path, line: 13))
        #expect(configuration.limits.targets == [Sourced(["staging/*"], .file(path, line: 13))])
        #expect(configuration.assume.map(\.value.text) == ["operation_failed=failed,aborted"])
        #expect(configuration.assume.first?.origin == .file(path, line: 16))
    }

    @Test func `nobody needs a configuration`() throws {
        let folder = try ConfigurationFolder()

        let configuration = try folder.load()

        #expect(configuration.profile == nil)
        #expect(configuration.protect.isEmpty)
        #expect(configuration.readOnly == nil)
        #expect(configuration.rate == nil)
    }

    @Test(arguments: [
        (
            "default_profil = 'a'",
            ":1: a configuration file's top level has no `default_profil`; did you mean `default_profile`?"
        ),
        (
            "protect = ['a/b']",
            ":1: `protect` may not stand in a configuration file's top level: it belongs into a profile"
        ),
        (
            "[profiles.a]\nprotects = []",
            ":2: profile `a` has no `protects`; did you mean `protect`?"
        ),
        (
            "[profiles.a]\nclient_secret = 'x'",
            ":2: `client_secret` may not stand in profile `a`: a secret does not belong into a configuration file"
        ),
        (
            "[profiles.a]\n\nrate = 'fast'",
            ":3: `rate` must be a number above 0 and at most 1000, not text"
        ),
        ("[profiles.a]\nrate = 0", ":2: `rate` must be a number above 0 and at most 1000, not 0"),
        ("[profiles.a]\nread_only = 'yes'", ":2: `read_only` must be true or false, not text"),
        ("[profiles.a]\nprotect = 'a/b'", ":2: `protect` must be a list of texts"),
        ("[profiles.a]\nprotect = ['a/b',\n 1]", ":3: `protect` must be a list of texts"),
        (
            "[profiles.a]\nprotect = ['production']",
            ":2: `protect` has `production`, which names no environment and database"
        ),
        (
            "[profiles.a]\nprotect = ['domain:x:7687']",
            ":2: `protect` has `domain:x:7687`, which is no address"
        ),
        ("[profiles.a.limits]\ndelet = 1", ":2: `limits` has no `delet`; did you mean `delete`?"),
        (
            "[profiles.a.limits]\ndelete = -1",
            ":2: `delete` in `limits` must be an integer, 0 or more"
        ),
        (
            "[profiles.a.limits]\ntargets = ['staging']",
            ":2: `targets` has `staging`, which names no environment and database"
        ),
        (
            "[profiles.a]\nclient_id = 'a'\nclient_id_file = 'b'",
            ":3: `client_id_file` and `client_id` say the same thing twice"
        ),
        (
            "[profiles.a]\ncredential_command = 'pass show x'",
            ":2: `credential_command` must be a list of texts"
        ),
        ("[profiles.a]\ncredential_command = []", ":2: `credential_command` is empty"),
        (
            "[profiles.a]\ncredential_command = ['./get']",
            ":2: `credential_command` would run `./get` of whatever folder"
        ),
        (
            "[profiles.a]\ncredential_command = ['x']\nclient_secret_file = 'y'",
            ":3: profile `a` has a `credential_command` too"
        ),
        ("[profiles.a]\nassume = 1", ":2: `assume` must be a table, not an integer"),
        (
            "[profiles.a.assume]\nx = []",
            ":2: `x` in `assume` must be text, a number, true or false, not a list"
        ),
        ("profiles = 3", ":1: `profiles` must be a table, not an integer"),
        ("profiles.a = 3", ":1: profile `a` must be a table, not an integer"),
        ("default_profile = 'prot'\n[profiles.prod]", ":1: there is no profile `prot` in "),
        ("a = \n", ":1: it is no TOML: "),
        ("a = 1\na = 2", ":2: it is no TOML: "),
    ])
    func `a mistake is an error that names its line`(text: String, message: String) throws {
        let folder = try ConfigurationFolder()
        try folder.user(text)

        let failure = try #require(folder.failure())

        #expect(failure.code == .config)
        #expect(failure.message.hasPrefix(folder.userPath + message), "\(failure.message)")
    }

    @Test func `an unknown profile is an error that suggests one`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("[profiles.prod]\n[profiles.staging]")

        let failure = try #require(folder.failure(.profile("prodd")))

        #expect(failure.message.contains("`--profile` on the command line: there is no profile"))
        #expect(failure.message.hasSuffix("; did you mean `prod`?"))
        #expect(failure.hint == "it has prod, staging")
    }

    @Test func `a profile without a configuration file is an error`() throws {
        let folder = try ConfigurationFolder()

        let failure = try #require(folder.failure(.profile("prod")))

        #expect(failure.message.contains("no configuration file (\(folder.userPath))"))
    }

    @Test func `a binary, a huge and a deeply nested file are refused`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("a\0b = 1")
        let binary = folder.failure()
        try folder.user("a = '" + String(repeating: "x", count: 300 << 10) + "'")
        let huge = folder.failure()
        try folder.user("a = " + String(repeating: "[", count: 100_000))
        let nested = folder.failure()

        #expect(binary?.message == "\(folder.userPath): it is no text file")
        #expect(huge?.message.hasSuffix("it is larger than 256 KB") == true)
        #expect(nested?.message.contains("it is no TOML") == true, "\(nested?.message ?? "")")
    }

    @Test func `a key with an escaped zero byte is only an unknown key`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("\"a\\u0000b\" = 1")

        #expect(folder.failure()?.code == .config)
    }

    @Test func `a file that others may write is refused`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("", mode: 0o620)

        let failure = try #require(folder.failure())

        #expect(failure.message.contains("others may write it (mode 620)"))
        #expect(failure.hint == "make it yours alone: `chmod 600 \(folder.userPath)`")
    }

    @Test(.enabled(if: getuid() == 0))
    func `a file of another user's is refused`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("")
        chown(folder.userPath, 12_345, 0)

        let failure = try #require(folder.failure())

        #expect(failure.message.contains("it belongs to another user (uid 12345)"))
    }

    @Test func `a folder in its place is refused`() throws {
        let folder = try ConfigurationFolder()
        try folder.write("", to: folder.userPath + "/x")

        #expect(folder.failure()?.message.hasSuffix("it is a directory") == true)
    }

    @Test func `GRAPHENE_CONFIG names another file, which must be there`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("[profiles.other]")
        folder.environment["GRAPHENE_CONFIG"] = "named.toml"
        let missing = folder.failure()
        try folder.write("default_profile = 'a'\n[profiles.a]", to: "named.toml")

        let configuration = try folder.load()

        #expect(missing?.message.contains("GRAPHENE_CONFIG: there is no file") == true)
        #expect(configuration.profile?.name == "a")
    }

    @Test func `XDG_CONFIG_HOME leads to it where it is a whole path`() throws {
        let folder = try ConfigurationFolder()
        try folder.write("default_profile = 'x'\n[profiles.x]", to: "xdg/graphene/config.toml")
        try folder.user("default_profile = 'home'\n[profiles.home]")
        folder.environment["XDG_CONFIG_HOME"] = folder.path + "/xdg"
        let absolute = try folder.load()
        folder.environment["XDG_CONFIG_HOME"] = "xdg"

        let relative = try folder.load()

        #expect(absolute.profile?.name == "x")
        #expect(relative.profile?.name == "home")
    }
}
