import Diagnostics
import ScriptLibrary
import Testing

struct BuildListTests {
    /// The example of the reference of Go modules, "Minimal version selection".
    private static let textbook = SampleCatalogue([
        "a 1.1.0": [], "a 1.2.0": ["c ^1.3.0"], "b 1.1.0": ["c ^1.2.0"], "b 1.2.0": ["c ^1.4.0"],
        "c 1.2.0": [], "c 1.3.0": ["d ^1.2.0"], "c 1.4.0": ["d ^1.2.0"], "c 1.5.0": [],
        "d 1.1.0": [], "d 1.2.0": [], "d 1.3.0": [],
    ])

    @Test func `of each library the newest that is required is selected, and none newer`()
        async throws
    {
        let list = try await Self.textbook.select("a ^1.2.0", "b ^1.2.0")

        #expect(list == ["a 1.2.0", "b 1.2.0", "c 1.4.0", "d 1.2.0"])
    }

    @Test func `the order in which things are required changes nothing`() async throws {
        let list = try await Self.textbook.select("b ^1.2.0", "a ^1.2.0")

        #expect(list == ["a 1.2.0", "b 1.2.0", "c 1.4.0", "d 1.2.0"])
    }

    @Test func `the oldest that fits is taken where what is required has no tag`() async throws {
        #expect(try await Self.textbook.select("c ^1.0") == ["c 1.2.0"])
    }

    @Test func `what an overtaken version requires still counts, if it is required at all`()
        async throws
    {
        let catalogue = SampleCatalogue([
            "a 1.0.0": ["b ^1.0.0", "c ^1.2.0"], "b 1.0.0": ["c ^1.0.0", "d ^1.1.0"],
            "c 1.0.0": [], "c 1.2.0": ["b ^1.1.0"], "b 1.1.0": ["e ^1.0.0"], "d 1.1.0": [],
            "e 1.0.0": ["d ^1.0.0"], "d 1.0.0": [],
        ])

        #expect(
            try await catalogue.select("a ^1.0.0")
                == ["a 1.0.0", "b 1.1.0", "c 1.2.0", "d 1.1.0", "e 1.0.0"])
    }

    @Test func `what only overtaken versions lead to is left out`() async throws {
        let catalogue = SampleCatalogue([
            "a 1.0.0": ["b ^1.0.0"], "b 1.0.0": ["old ^1.0.0"], "b 1.1.0": [], "old 1.0.0": [],
        ])

        #expect(try await catalogue.select("a ^1.0.0", "b ^1.1.0") == ["a 1.0.0", "b 1.1.0"])
    }

    @Test func `two majors stand side by side`() async throws {
        let catalogue = SampleCatalogue([
            "a 1.0.0": ["c ^1.0"], "b 1.0.0": ["c ^2.0"], "c 1.0.0": [], "c 1.1.0": [],
            "c 2.0.0": [],
        ])

        let list = try await BuildList.select(
            for: [
                SampleCatalogue.dependency("a ^1.0"), SampleCatalogue.dependency("b ^1.0"),
                SampleCatalogue.dependency("c ^1.1"), SampleCatalogue.dependency("new-c ^2.0 c"),
            ], from: catalogue)

        #expect(
            list.sorted.map { "\($0.description.version)" } == ["1.0.0", "1.0.0", "1.1.0", "2.0.0"])
        #expect(list.edges.map(\.target.major) == [1, 1, 1, 2])
    }

    @Test func `two ways to write one address are one library`() async throws {
        var other = SampleCatalogue.dependency("c ^1.3")
        other.source = .git("https://example.com/c.git/")
        let name = try #require(PackageName("d2"))
        other.name = name

        let list = try await BuildList.select(
            for: [SampleCatalogue.dependency("c ^1.2"), other], from: Self.textbook)

        #expect(list.sorted.map { "\($0.description.version)" } == ["1.3.0", "1.2.0"])
        #expect(Set(list.edges.map(\.target)).count == 1)
    }

    @Test func `a cycle ends`() async throws {
        let catalogue = SampleCatalogue([
            "a 1.0.0": ["b ^1.0"], "b 1.0.0": ["a ^1.1"], "a 1.1.0": ["b ^1.0"],
        ])

        #expect(try await catalogue.select("a ^1.0") == ["a 1.1.0", "b 1.0.0"])
    }

    @Test func `a version that is not there is named, with the newest`() async throws {
        let error = await #expect(throws: LibraryError.self) {
            try await Self.textbook.select("a ^1.9")
        }

        #expect(error?.code == .notFound)
        #expect(
            error?.message
                == "the project requires a ^1.9.0, and https://example.com/a has no such version; "
                + "the newest is 1.2.0")
    }

    @Test func `one version and no other must not meet a newer one`() async throws {
        let error = await #expect(throws: LibraryError.self) {
            try await Self.textbook.select("c 1.2.0", "b ^1.2")
        }

        #expect(error?.code == .config)
        #expect(
            error?.message
                == "the project requires c 1.2.0 and nothing else, but b 1.2.0 requires c ^1.4.0 "
                + "(1.4.0), and there can be one version for each major")
    }

    @Test func `one version and no other may be what others need`() async throws {
        #expect(
            try await Self.textbook.select("c 1.5.0", "b ^1.2") == ["b 1.2.0", "c 1.5.0"])
    }

    @Test func `a repository's library cannot require a folder`() async throws {
        struct Catalogue: LibraryCatalogue {
            func versions(of source: LibrarySource) async throws(LibraryError) -> [SemanticVersion]
            {
                [SemanticVersion(1, 0, 0)]
            }

            func description(
                of revision: LibraryRevision
            ) async throws(LibraryError) -> LibraryDescription {
                guard let name = PackageName("a"), let other = PackageName("b") else {
                    throw LibraryError(.internal, "no name")
                }
                return LibraryDescription(
                    name, SemanticVersion(1, 0, 0), [Dependency(other, .path("../b"), .folder)])
            }
        }

        let error = await #expect(throws: LibraryError.self) {
            try await BuildList.select(
                for: [SampleCatalogue.dependency("a ^1.0")], from: Catalogue())
        }

        #expect(error?.message.contains("a 1.0.0 requires b from the folder ../b") == true)
    }
}
