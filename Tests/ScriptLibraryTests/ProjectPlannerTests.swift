import Diagnostics
import ScriptAPI
import ScriptLibrary
import Testing

struct ProjectPlannerTests {
    private static func library(_ name: String, _ rest: String = "") -> [String: String] {
        [
            "graphene.toml":
                "[package]\nname = \"\(name)\"\nexports = { init = \"init.lua\" }\n\(rest)\n",
            "init.lua": "return '\(rest)'\n",
        ]
    }

    /// `checks` 1.4.0 and 1.5.0, of which the newer one requires `naming` and asks for more; 2.0.0.
    private static func supply() throws -> SampleSupply {
        let supply = SampleSupply()
        try supply.add(
            "v1.4.0", commit: 1, to: "checks", library("checks", "[grants]\neffects = ['read']"))
        try supply.add(
            "v1.5.0", commit: 2, to: "checks",
            library(
                "checks",
                """
                [grants]
                effects = ['read', 'delete']
                [dependencies]
                naming = { git = 'https://example.com/naming', version = '^1.0', allow = ['read'] }
                """))
        try supply.add("v2.0.0", commit: 3, to: "checks", library("checks"))
        try supply.add("v1.6.0-rc.1", commit: 4, to: "checks", library("checks"))
        for (number, version) in [(5, "v1.0.0"), (6, "v1.2.0")] {
            try supply.add(version, commit: number, to: "naming", library("naming"))
        }
        return supply
    }

    private static func folder(_ manifest: String) throws -> ProjectFolder {
        let folder = try ProjectFolder()
        try folder.write(manifest, to: "graphene.toml")
        return folder
    }

    private static func planner(
        _ folder: ProjectFolder, _ supply: SampleSupply
    ) throws -> ProjectPlanner {
        ProjectPlanner(try Project(at: folder.path), from: supply)
    }

    private static func add(
        _ text: String, allow: [Grant]? = nil, _ folder: ProjectFolder, _ supply: SampleSupply
    ) async throws -> ProjectPlan {
        var request = try AddRequest(text)
        request.allow = allow
        let plan = try await planner(folder, supply).adding(request)
        try plan.write()
        return plan
    }

    @Test func `a library is added by its address, at its newest version, with nothing granted`()
        async throws
    {
        let folder = try Self.folder("# ours\n")

        let plan = try await Self.add("https://example.com/checks.git", folder, Self.supply())

        #expect(
            folder.read("graphene.toml") == """
                # ours

                [dependencies]
                checks = { git = "https://example.com/checks.git", version = "^2.0.0", allow = [] }

                """)
        #expect(plan.lock.libraries.map(\.title) == ["checks 2.0.0"])
        #expect(plan.change.grantsMore.isEmpty)
        #expect(try Project(at: folder.path).lock == plan.lock)
    }

    @Test func `what is asked for and what is newly granted is told`() async throws {
        let folder = try Self.folder("")

        let plan = try await Self.add(
            "https://example.com/checks@1.5.0", allow: [.read], folder, Self.supply())

        let items = plan.change.items
        #expect(items.map { $0.new?.title } == ["checks 1.5.0", "naming 1.0.0"])
        #expect(items.map(\.newGrants) == [[.read], [.read]])
        #expect(items[0].newAsks == [.read, .delete])
        #expect(items[0].files?.files.map(\.path) == ["graphene.toml", "init.lua"])
    }

    @Test func `an update takes the newest of the same major, and tells what changes`() async throws
    {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/checks@1.4.0", allow: [.read], folder, supply)

        let plan = try await Self.planner(folder, supply).updating(nil)
        try plan.write()

        #expect(folder.read("graphene.toml")?.contains("version = \"^1.5.0\"") == true)
        let checks = try #require(plan.change.items.first)
        #expect(checks.old?.title == "checks 1.4.0")
        #expect(checks.new?.title == "checks 1.5.0")
        #expect(checks.oldAsks == [.read])
        #expect(checks.newAsks == [.read, .delete])
        #expect(checks.newGrants.isEmpty)
        #expect(checks.newRequirements.map(\.name.text) == ["naming"])
        #expect(plan.change.grantsMore.map { $0.new?.title } == ["naming 1.0.0"])
        #expect(
            plan.notes == [
                "checks has 2.0.0, another major; `graphene lib add checks@2.0.0` takes it",
                "naming 1.0.0 is as new as those that require it ask for, and there is 1.2.0; "
                    + "`graphene lib add https://example.com/naming@1.2.0` takes it",
            ])
    }

    @Test func `an update on a machine that has fetched nothing tells what changes all the same`()
        async throws
    {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/checks@1.4.0", folder, supply)
        supply.forget()

        let plan = try await Self.planner(folder, supply).updating(nil)

        let checks = try #require(plan.change.items.first)
        #expect(checks.files?.files.map(\.path) == ["graphene.toml", "init.lua"])
        #expect(checks.oldAsks == [.read])
    }

    @Test func `going back is adding an older version`() async throws {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/checks@1.5.0", allow: [.read], folder, supply)

        let plan = try await Self.add("checks@1.4.0", folder, supply)

        #expect(plan.lock.libraries.map(\.title) == ["checks 1.4.0"])
        #expect(plan.lock.libraries[0].granted == [.read])
        #expect(plan.change.items.map { $0.new?.title } == ["checks 1.4.0", nil])
    }

    @Test func `a version that others do not leave room for is refused`() async throws {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        try supply.add(
            "v1.0.0", commit: 7, to: "other",
            Self.library(
                "other",
                "[dependencies]\nchecks = { git = 'https://example.com/checks', version = '^1.5' }")
        )
        _ = try await Self.add("https://example.com/other", folder, supply)

        let error = await #expect(throws: LibraryError.self) {
            try await Self.add("https://example.com/checks@1.4.0", folder, supply)
        }

        #expect(
            error?.message == "checks cannot be 1.4.0: other 1.0.0 requires 1.5.0")
        #expect(folder.read("graphene.toml")?.contains("checks") == false)
    }

    @Test func `what is removed goes with what it required`() async throws {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/checks@1.5.0", folder, supply)
        let name = try #require(PackageName("checks"))

        let plan = try await Self.planner(folder, supply).removing(name)
        try plan.write()

        #expect(plan.change.items.map { $0.old?.title } == ["checks 1.5.0", "naming 1.0.0"])
        #expect(folder.read("graphene.lock") == Lock().text)
    }

    @Test func `what a person wrote into the manifest is taken over`() async throws {
        let folder = try Self.folder(
            "[dependencies]\nchecks = { git = 'https://example.com/checks', version = '^1.4', "
                + "allow = ['pause'] }")

        let plan = try await Self.planner(folder, Self.supply()).taking()

        #expect(plan.lock.libraries.map(\.title) == ["checks 1.4.0"])
        #expect(plan.change.grantsMore.map(\.newGrants) == [[.pause]])
        #expect(plan.contents.manifest == plan.project.contents.manifest)
        #expect(!plan.isEmpty)
    }

    @Test func `a name that is not there is said, with the nearest`() async throws {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/checks", folder, supply)

        let error = await #expect(throws: LibraryError.self) {
            try await Self.add("check@1.4.0", folder, supply)
        }

        #expect(error?.code == .notFound)
        #expect(error?.message.hasSuffix("did you mean `checks`?") == true)
    }

    @Test(arguments: ["checks@1.4.7", "checks@v1.4.7"])
    func `a version that is named is there, or what is next to it is said`(
        text: String
    ) async throws {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/checks@v1.4.0", folder, supply)
        let before = folder.read("graphene.toml")

        let error = await #expect(throws: LibraryError.self) {
            try await Self.add(text, folder, supply)
        }

        #expect(before?.contains("version = \"^1.4.0\"") == true)
        #expect(error?.message == "https://example.com/checks has no version 1.4.7")
        #expect(error?.hint == "take 1.4.0 or 1.5.0, which are next to it")
    }

    @Test func `a name that is taken is not led to another repository`() async throws {
        let folder = try Self.folder("")
        let supply = try Self.supply()
        _ = try await Self.add("https://example.com/naming", folder, supply)
        try supply.add("v3.0.0", commit: 8, to: "fork", Self.library("naming"))
        let before = folder.read("graphene.toml")

        let error = await #expect(throws: LibraryError.self) {
            try await Self.add("https://example.com/fork", folder, supply)
        }

        #expect(error?.message.hasSuffix("naming is https://example.com/naming already") == true)
        #expect(error?.hint?.hasPrefix("give this one another name, `--as naming-2`") == true)
        #expect(folder.read("graphene.toml") == before)
    }

    @Test func `a project is no library of its own`() async throws {
        let folder = try Self.folder("[package]\nname = 'ops'\n")

        let error = await #expect(throws: LibraryError.self) {
            try await Self.add("./", folder, Self.supply())
        }

        #expect(error?.message == ". is the project itself, and its modules are there already")
    }

    @Test(arguments: [
        ("https://x/y@1.4.0", "https://x/y", "1.4.0"), ("git@x:y/z@^1.4", "git@x:y/z", "^1.4"),
        ("git@x:y/z", "git@x:y/z", nil), ("ssh://git@x/y", "ssh://git@x/y", nil),
        ("checks@nightly", "checks", "nightly"), ("../naming", "../naming", nil),
        ("./a/../b", "b", nil),
    ])
    func `what is to be added is an address, a folder or a name`(
        text: String, subject: String, wanted: String?
    ) throws {
        let request = try AddRequest(text)

        let written: String =
            switch request.subject {
            case .name(let name): name.text
            case .source(let source): "\(source)"
            }
        #expect(written == subject)
        #expect(request.wanted == wanted)
    }

    @Test(arguments: ["", "@1.0", "checks@", "https://a:b@x/y", "Checks", "/srv/x"])
    func `anything else is none`(text: String) {
        let error = #expect(throws: LibraryError.self) { try AddRequest(text) }

        #expect(error?.code == .usage)
        #expect(error?.message.contains("a:b") != true)
    }
}
