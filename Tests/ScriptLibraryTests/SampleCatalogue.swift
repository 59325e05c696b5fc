import Diagnostics
import ScriptLibrary

/// Libraries of a test: `"b 1.2.0": ["d ^1.3.0"]`; each is called as its repository.
struct SampleCatalogue: LibraryCatalogue {
    var libraries: [String: [String]]

    init(_ libraries: [String: [String]]) { self.libraries = libraries }

    static func source(_ name: String) -> LibrarySource { .git("https://example.com/\(name)") }

    static func dependency(_ text: String) -> Dependency {
        let words = text.split(separator: " ").map(String.init)
        let repository = words.count > 2 ? words[2] : words[0]
        guard let name = PackageName(words[0]), let wanted = VersionRequirement(words[1]) else {
            preconditionFailure("a test requires \(text)")
        }
        return Dependency(name, source(repository), .version(wanted))
    }

    private func name(_ source: LibrarySource) -> String {
        String("\(source)".split(separator: "/").last ?? "").replacing(".git", with: "")
    }

    func versions(of source: LibrarySource) async throws(LibraryError) -> [SemanticVersion] {
        let name = name(source)
        return libraries.keys.filter { $0.hasPrefix(name + " ") }
            .compactMap { SemanticVersion($0.dropFirst(name.count + 1)) }
    }

    func description(
        of revision: LibraryRevision
    ) async throws(LibraryError) -> LibraryDescription {
        guard case .version(let version) = revision.pick,
            let package = PackageName(name(revision.source)),
            let dependencies = libraries["\(package) \(version)"]
        else { throw LibraryError(.internal, "a test asks for \(revision)") }
        return LibraryDescription(package, version, dependencies.map(Self.dependency))
    }

    /// What is selected: `b 1.2.0`, sorted.
    func select(_ dependencies: String...) async throws(LibraryError) -> [String] {
        try await BuildList.select(for: dependencies.map(Self.dependency), from: self).sorted
            .map { "\($0.description.name) \($0.description.version)" }
    }
}
