import ScriptLibrary
import Testing

struct SemanticVersionTests {
    /// In the order of the specification, section 11.
    private static let ordered = [
        "0.0.0", "0.9.0", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1",
        "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
        "1.0.1", "1.2.0", "1.10.0", "2.0.0",
    ]

    @Test func `versions are ordered as the specification has it`() {
        let versions = Self.ordered.compactMap { SemanticVersion($0) }

        #expect(versions.count == Self.ordered.count)
        #expect(versions.shuffled().sorted() == versions)
    }

    @Test(arguments: ordered + ["1.4.0-rc.1+build.5", "1.0.0+001", "1.0.0--", "1.2.3-a-b.0"])
    func `a version is written as it was read`(text: String) {
        #expect(SemanticVersion(text)?.description == text)
    }

    @Test(arguments: [
        "", "1", "1.4", "1.4.0.0", "01.4.0", "1.04.0", "v1.4.0", "1.4.0-", "1.4.0-a..b", "1.4.0-01",
        "1.4.0+", "1.4.0+a+b", "1.4.x", "-1.4.0", "1.4.0 ", "1.4.0-ü", "٣.1.0",
        "99999999999999999999.0.0", "1.0.0-" + String(repeating: "a", count: 300),
    ])
    func `what is no version is none`(text: String) {
        #expect(SemanticVersion(text) == nil)
    }

    @Test(arguments: ["1.4.0", "v1.4.0"])
    func `a tag may have a v before it`(tag: String) {
        #expect(SemanticVersion(tag: tag) == SemanticVersion(1, 4, 0))
    }

    @Test(arguments: ["vv1.4.0", "release-1.4.0", "v1.4", "v"])
    func `other tags are no versions`(tag: String) {
        #expect(SemanticVersion(tag: tag) == nil)
    }

    @Test(arguments: [
        ("^1.4", "^1.4.0"), ("^1", "^1.0.0"), ("^ 1.4.2", "^1.4.2"), (">=1.4", ">=1.4.0"),
        ("1.4.2", "1.4.2"), ("=1.4.2", "1.4.2"), ("^1.4.0-rc.1", "^1.4.0-rc.1"),
    ])
    func `a requirement is written in full`(text: String, full: String) {
        #expect(VersionRequirement(text)?.description == full)
    }

    @Test(arguments: ["", "1.4", "=1.4", "~1.4", "^", "^1.x", "*", "latest", "1.0.0 - 2.0.0", "<2"])
    func `other forms are no requirements`(text: String) {
        #expect(VersionRequirement(text) == nil)
    }

    @Test(arguments: [
        ("^1.4", "1.4.0", true), ("^1.4", "1.9.9", true), ("^1.4", "1.3.9", false),
        ("^1.4", "2.0.0", false), ("^1.4", "1.5.0-rc.1", false), ("^0.4", "0.9.0", true),
        ("^0.4", "1.0.0", false), (">=1.4", "1.9.0", true), (">=1.4", "2.0.0", false),
        ("1.4.2", "1.4.2", true), ("1.4.2", "1.4.3", false), ("^1.4.0-rc.1", "1.4.0-rc.2", true),
    ])
    func `a requirement admits what its form says`(
        requirement: String, version: String, isAdmitted: Bool
    ) throws {
        let requirement = try #require(VersionRequirement(requirement))

        #expect(requirement.admits(try #require(SemanticVersion(version))) == isAdmitted)
    }

    @Test(arguments: [("graph-ops", "graph_ops"), ("checks", "checks"), ("a1_b", "a1_b")])
    func `a package's name has no minus in Lua`(text: String, lua: String) {
        #expect(PackageName(text)?.luaName == lua)
    }

    @Test(arguments: ["", "Graph", "1a", "a.b", "a/b", "-a", "graphene", "string", "ü", "a b"])
    func `what Lua or require could not have is no name`(text: String) {
        #expect(PackageName(text) == nil)
    }
}
