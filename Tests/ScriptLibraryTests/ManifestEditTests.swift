import Diagnostics
import ScriptLibrary
import Testing

struct ManifestEditTests {
    private static let manifest = """
        # ours
        protect = ["production/*"]   # never

        [dependencies]
        # the data team's
        checks = { git = "https://a/checks", version = "^1.4", allow = ["read"] } # why
        naming = { path = "../naming" }
        [dependencies.tools]
        git = "https://a/tools"   # theirs
        tag = "nightly"

        [grants]
        effects = ["read"]
        """

    private static func dependency(
        _ name: String, _ revision: Dependency.Revision, allow: [String] = []
    ) throws -> Dependency {
        var text = "[dependencies]\n\(name) = { git = 'https://a/\(name)', tag = 'x', allow = ["
        text += allow.map { "'\($0)'" }.joined(separator: ",") + "] }"
        var dependency = try Manifest(parsing: Array(text.utf8), from: "x").dependencies[0]
        dependency.revision = revision
        return dependency
    }

    private static func version(_ text: String) throws -> Dependency.Revision {
        .version(try #require(VersionRequirement(text)))
    }

    private static func set(
        _ dependency: Dependency, in text: String = manifest
    ) throws -> String {
        let bytes = try ManifestEdit.setting(
            dependency, in: Array(text.utf8), of: "graphene.toml")
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `another version is the one thing that changes`() throws {
        let text = try Self.set(
            Self.dependency("checks", Self.version("^1.5"), allow: ["read"]))

        #expect(text == Self.manifest.replacing("^1.4", with: "^1.5.0"))
    }

    @Test func `the same again changes nothing`() throws {
        let text = try Self.set(
            Self.dependency("checks", Self.version("^1.4"), allow: ["read"]))

        #expect(text == Self.manifest)
    }

    @Test func `another kind of revision writes the line anew, and its comment stays`() throws {
        let text = try Self.set(Self.dependency("checks", .tag("beta"), allow: ["read", "pause"]))

        #expect(
            text.contains(
                "checks = { git = \"https://a/checks\", tag = \"beta\", allow = [\"read\", \"pause\"] "
                    + "} # why\n"))
    }

    @Test func `a table of its own is changed in its lines`() throws {
        let text = try Self.set(Self.dependency("tools", Self.version("2.0.0"), allow: ["read"]))

        #expect(
            text.contains(
                """
                [dependencies.tools]
                git = "https://a/tools"   # theirs
                version = "2.0.0"
                allow = ["read"]

                [grants]
                """))
    }

    @Test func `a new one comes last`() throws {
        let text = try Self.set(Self.dependency("extra", Self.version("^1")))

        let line = "extra = { git = \"https://a/extra\", version = \"^1.0.0\", allow = [] }\n"
        let before = "naming = { path = \"../naming\" }\n"
        #expect(text.trimmingNewline == Self.manifest.replacing(before, with: before + line))
    }

    @Test(arguments: [
        "[dependencies]\r\n# c\r\n", "[package]\r\nname = 'a'\r\n", "[dependencies]\n",
    ])
    func `a new line ends as the others do`(text: String) throws {
        let result = try Self.set(Self.dependency("extra", Self.version("^1")), in: text)

        let ends = result.utf8.count { $0 == 10 }
        let returns = result.utf8.count { $0 == 13 }
        #expect(returns == (text.contains("\r\n") ? ends : 0))
    }

    @Test(arguments: ["checks", "naming", "tools"])
    func `what is removed goes, and all else stays`(name: String) throws {
        let package = try #require(PackageName(name))

        let bytes = try ManifestEdit.removing(
            package, from: Array(Self.manifest.utf8), of: "graphene.toml")

        let manifest = try Manifest(parsing: bytes, from: "graphene.toml")
        #expect(manifest.dependencies.map(\.name.text).contains(name) == false)
        #expect(manifest.dependencies.count == 2)
        #expect(String(decoding: bytes, as: UTF8.self).contains("# the data team's"))
    }

    @Test(arguments: [
        "dependencies = { checks = { git = 'https://a/checks', version = '^1', allow = [] } }",
        "[dependencies]\nchecks.git = 'https://a/checks'\nchecks.version = '^1'\n",
    ])
    func `what only a person can change is left, and said`(text: String) throws {
        let error = #expect(throws: LibraryError.self) {
            _ = try Self.set(Self.dependency("extra", Self.version("^2")), in: text)
            _ = try Self.set(Self.dependency("checks", .tag("x")), in: text)
        }

        #expect(error?.message.hasPrefix("cannot change graphene.toml") == true)
    }
}

extension String {
    fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
