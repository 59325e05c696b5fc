import Diagnostics
import Glibc
import TOMLDocument
import Testing

@testable import AccountConfiguration

/// `graphene.toml`: where it is found, and that it can only narrow.
struct ProjectConfigurationTests {
    @Test func `project files are found upwards, as far as the repository goes`() throws {
        let folder = try ConfigurationFolder()
        try folder.write("protect = ['outside/*']", to: "graphene.toml")
        try folder.write("", to: "repository/.git/HEAD")
        try folder.write("protect = ['root/*']", to: "repository/graphene.toml")
        try folder.write("protect = ['team/*']", to: "repository/scripts/team/graphene.toml")

        let deep = try folder.load(from: "repository/scripts/team")
        let shallow = try folder.load(from: "repository/scripts")

        #expect(deep.protect.map(\.text) == ["team/*", "root/*"])
        #expect(shallow.protect.map(\.text) == ["root/*"])
        #expect(shallow.protect.first?.origin == .file(folder.project + "/graphene.toml", line: 1))
    }

    @Test func `the folder a run is started in counts beside the script's, each file once`() throws
    {
        let folder = try ConfigurationFolder()
        try folder.write("", to: "repository/.git/HEAD")
        try folder.write("protect = ['here/*']", to: "repository/graphene.toml")
        try folder.write("", to: "elsewhere/.git/HEAD")
        try folder.write("protect = ['there/*']", to: "elsewhere/graphene.toml")

        let far = try folder.load(from: "elsewhere", startedIn: "repository")
        let near = try folder.load(from: "repository/scripts", startedIn: "repository")

        #expect(far.protect.map(\.text) == ["there/*", "here/*"])
        #expect(near.protect.map(\.text) == ["here/*"])
    }

    @Test func `a repository may be a work tree, whose .git is a file`() throws {
        let folder = try ConfigurationFolder()
        try folder.write("protect = ['outside/*']", to: "graphene.toml")
        try folder.write("gitdir: elsewhere", to: "repository/.git")

        #expect(try folder.load().protect.isEmpty)
    }

    @Test func `what is about packages is left to those who read it`() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            "read_only = true\n[package]\nname = 1\n[dependencies]\n[grants]\n",
            to: "repository/graphene.toml")

        #expect(try folder.load().readOnly != nil)
    }

    @Test(arguments: [
        "api_url = 'https://evil.example.com'", "client_id = 'x'", "client_id_file = 'x'",
        "client_secret = 'x'", "client_secret_file = '/home/a/.ssh/id'",
        "credential_command = ['sh']", "default_profile = 'prod'", "[profiles.prod]",
        "profile = 'prod'", "[assume]",
    ])
    func `what would give the project power is refused, saying why`(text: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write("read_only = true\n" + text, to: "repository/graphene.toml")

        let failure = try #require(folder.failure())

        let place = "\(folder.project)/graphene.toml:2: `"
        #expect(failure.code == .config)
        #expect(failure.message.hasPrefix(place), "\(failure.message)")
        #expect(
            failure.message.contains(
                "may not stand in a project file: whoever gives you the project"))
    }

    @Test func `an unknown key is an error with a suggestion`() throws {
        let folder = try ConfigurationFolder()
        try folder.write("read_onyl = true", to: "repository/graphene.toml")

        let failure = try #require(folder.failure())

        #expect(
            failure.message.hasSuffix(
                ":1: a project file has no `read_onyl`; did you mean `read_only`?"))
        #expect(
            failure.hint
                == "it takes protect, limits, rate, read_only, package, dependencies, grants")
    }

    @Test func `a pipe in its place does not keep anybody waiting`() throws {
        let folder = try ConfigurationFolder()
        try folder.write("", to: "repository/x")
        mkfifo(folder.project + "/graphene.toml", 0o644)

        #expect(folder.failure()?.message.hasSuffix("it is no regular file") == true)
    }
}

/// What holds where several places say something.
struct PrecedenceTests {
    @Test func `a flag wins over the environment, and that over the profile`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("[profiles.a]\napi_url = 'https://file'\n[profiles.b]")
        var flags = ConfigurationFlags.profile("a")
        let file = try folder.load(flags)
        folder.environment["GRAPHENE_API_URL"] = "https://variable"
        let variable = try folder.load(flags)
        flags.apiURL = "https://flag"

        let flag = try folder.load(flags)

        #expect(file.apiURL?.value == "https://file")
        #expect(variable.apiURL == Sourced("https://variable", .variable("GRAPHENE_API_URL")))
        #expect(variable.warnings.first?.hasPrefix("GRAPHENE_API_URL is set") == true)
        #expect(flag.apiURL == Sourced("https://flag", .flag("--api-url")))
        #expect(flag.warnings.isEmpty)
    }

    @Test func `a profile is chosen by flag, then by variable, then by default`() throws {
        let folder = try ConfigurationFolder()
        try folder.user("default_profile = 'a'\n[profiles.a]\n[profiles.b]\n[profiles.c]")
        let byDefault = try folder.load()
        folder.environment["GRAPHENE_PROFILE"] = "b"
        let byVariable = try folder.load()

        let byFlag = try folder.load(.profile("c"))

        #expect([byDefault, byVariable, byFlag].map { $0.profile?.name } == ["a", "b", "c"])
    }

    @Test func `protect adds up, and read_only stays once it is set`() throws {
        let folder = try ConfigurationFolder()
        try folder.user(
            "default_profile = 'a'\n[profiles.a]\nprotect = ['production/*']\nread_only = true")
        try folder.write(
            "protect = ['staging/*']\nread_only = false", to: "repository/graphene.toml")

        let configuration = try folder.load()

        #expect(configuration.protect.map(\.text) == ["production/*", "staging/*"])
        #expect(configuration.readOnly == .file(folder.userPath, line: 4))
    }

    @Test func `of limits the lowest holds, wherever it stands`() throws {
        let folder = try ConfigurationFolder()
        try folder.user(
            "default_profile = 'a'\n[profiles.a.limits]\ndelete = 5\nrestore = 1\ntotal = 20")
        try folder.write("[limits]\ndelete = 2\nrestore = 9", to: "repository/graphene.toml")
        var flags = ConfigurationFlags()
        flags.limits = ["total=3", "delete=4"]

        let limits = try folder.load(flags).limits

        #expect(limits.count(of: "delete")?.most == 2)
        #expect(limits.count(of: "delete")?.origin.description.hasSuffix("graphene.toml:2") == true)
        #expect(limits.count(of: "restore")?.most == 1)
        #expect(limits.count(of: "total")?.origin == .flag("--limit total=3"))
        #expect(limits.count(of: "pause") == nil)
    }

    @Test(arguments: ["delete", "delete=", "delete=-1", "delete=x", "=1", "delte=1"])
    func `a limit that cannot be read is a usage error`(text: String) throws {
        let folder = try ConfigurationFolder()
        var flags = ConfigurationFlags()
        flags.limits = [text]

        #expect(folder.failure(flags)?.code == .usage)
    }

    @Test(
        arguments: [
            (nil, nil, nil, nil), (nil, nil, 9, nil), (nil, nil, 2, 2.0), (10, nil, nil, 10),
            (10, 4, nil, 4), (3, 4, nil, 3), (10, nil, 20, 10), (10, nil, 7, 7), (nil, 8, 6, 6),
        ] as [(Double?, Double?, Double?, Double?)])
    func `of rates the lowest holds, and a project only lowers what is usual`(
        flag: Double?, profile: Double?, project: Double?, expected: Double?
    ) throws {
        let folder = try ConfigurationFolder()
        try folder.user(
            "default_profile = 'a'\n[profiles.a]\n" + (profile.map { "rate = \($0)" } ?? ""))
        try folder.write(project.map { "rate = \($0)" } ?? "", to: "repository/graphene.toml")
        var flags = ConfigurationFlags()
        flags.rate = flag

        #expect(try folder.load(flags).rate?.value == expected)
    }
}
