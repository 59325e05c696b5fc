import Diagnostics
import ScriptAPI
import ScriptLibrary
import Testing

/// What stays when a library goes.
struct LibraryRemovalTests {
    /// `naming` 1.0.0 and 1.2.0; `checks` requires ^1.2, `dates` ^1.0 of it, and `alone` nothing.
    private static func supply() throws -> SampleSupply {
        let supply = SampleSupply()
        func library(_ name: String, _ rest: String = "") -> [String: String] {
            ["graphene.toml": "[package]\nname = \"\(name)\"\n\(rest)\n"]
        }
        func naming(_ version: String) -> String {
            "[dependencies]\nnaming = { git = 'https://example.com/naming', version = '\(version)', "
                + "allow = ['read'] }"
        }
        try supply.add("v1.0.0", commit: 1, to: "naming", library("naming"))
        try supply.add("v1.2.0", commit: 2, to: "naming", library("naming", "# newer"))
        try supply.add("v1.0.0", commit: 3, to: "checks", library("checks", naming("^1.2")))
        try supply.add("v1.0.0", commit: 4, to: "dates", library("dates", naming("^1.0")))
        try supply.add("v1.0.0", commit: 5, to: "alone", library("alone"))
        return supply
    }

    private static func project(
        _ names: [String], _ supply: SampleSupply
    ) async throws -> ProjectFolder {
        let folder = try ProjectFolder()
        let lines = names.map { name in
            "\(name) = { git = 'https://example.com/\(name)', version = '^1.0', allow = ['read'] }\n"
        }
        try folder.write("[dependencies]\n" + lines.joined(), to: "graphene.toml")
        try await ProjectPlanner(Project(at: folder.path), from: supply).taking().write()
        return folder
    }

    private static func remove(
        _ name: String, _ folder: ProjectFolder, _ supply: SampleSupply
    ) async throws -> ProjectPlan {
        let plan = try await ProjectPlanner(Project(at: folder.path), from: supply)
            .removing(try #require(PackageName(name)))
        try plan.write()
        return plan
    }

    @Test func `no repository is asked when what stays is asked for by others`() async throws {
        let supply = try Self.supply()
        let folder = try await Self.project(["alone", "checks", "dates"], supply)
        supply.cutOff()

        let plan = try await Self.remove("alone", folder, supply)
        let other = try await Self.remove("dates", folder, supply)

        #expect(plan.change.items.map { $0.old?.title } == ["alone 1.0.0"])
        #expect(other.change.items.map { $0.old?.title } == ["dates 1.0.0"])
        #expect(other.lock.libraries.map(\.title) == ["checks 1.0.0", "naming 1.2.0"])
        #expect(other.notes == [])
        #expect(try Project(at: folder.path).fittingLock() == other.lock)
    }

    @Test func `what only the removed one asked for goes back to what others ask for`() async throws
    {
        let supply = try Self.supply()
        let folder = try await Self.project(["checks", "dates"], supply)

        let plan = try await Self.remove("checks", folder, supply)

        #expect(plan.lock.libraries.map(\.title) == ["dates 1.0.0", "naming 1.0.0"])
    }

    @Test func `it stays, and that is said, when nobody can be asked`() async throws {
        let supply = try Self.supply()
        let folder = try await Self.project(["checks", "dates"], supply)
        supply.cutOff()

        let plan = try await Self.remove("checks", folder, supply)

        #expect(plan.lock.libraries.map(\.title) == ["dates 1.0.0", "naming 1.2.0"])
        #expect(
            plan.notes == [
                "naming 1.2.0 stays, and nobody could be asked whether an older one will do: "
                    + "https://example.com/dates does not answer"
            ])
        #expect(try Project(at: folder.path).fittingLock() == plan.lock)
    }

    @Test func `what was removed no longer grants anything`() async throws {
        let supply = try Self.supply()
        let folder = try await Self.project(["checks", "naming"], supply)
        let manifest = folder.read("graphene.toml") ?? ""
        let last = manifest.replacing(
            "naming', version = '^1.0', allow = ['read']", with: "naming', version = '^1.2.0'")
        try folder.write(last, to: "graphene.toml")
        try await ProjectPlanner(Project(at: folder.path), from: supply).taking().write()
        supply.cutOff()

        let plan = try await Self.remove("checks", folder, supply)

        #expect(plan.change.items.map(\.lostGrants) == [[], [.read]])
        #expect(plan.lock.libraries.map(\.granted) == [[]])
    }

    @Test func `an update tells of newer libraries that only libraries require`() async throws {
        let supply = try Self.supply()
        let folder = try await Self.project(["dates"], supply)

        let plan = try await ProjectPlanner(Project(at: folder.path), from: supply).updating(nil)

        #expect(plan.isEmpty)
        #expect(
            plan.notes == [
                "naming 1.0.0 is as new as those that require it ask for, and there is 1.2.0; "
                    + "`graphene lib add https://example.com/naming@1.2.0` takes it"
            ])
    }
}
