import Diagnostics
import ScriptLibrary
import Synchronization

/// Repositories of a test, which can be changed under whoever uses them.
final class SampleSupply: LibrarySupply {
    private struct State {
        var tags: [String: [LibraryTag]] = [:]
        var trees: [String: LibraryTree] = [:]
        var stored: [TreeHash: LibraryTree] = [:]
        var fetches = 0
        var isCutOff = false
    }

    private let state = Mutex(State())

    /// How many commits were fetched.
    var fetches: Int { state.withLock { $0.fetches } }

    static func commit(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 40 - digits.count) + digits
    }

    /// Gives a repository a commit with a tag; the tag moves if it is there.
    func add(
        _ tag: String, commit number: Int, to name: String, _ files: [String: String]
    ) throws {
        let tree = try LibraryTree(
            files.map { LibraryTree.File(path: $0.key, bytes: Array($0.value.utf8)) })
        state.withLock { state in
            let url = "https://example.com/\(name)"
            state.tags[url, default: []].removeAll { $0.name == tag }
            state.tags[url, default: []].append(LibraryTag(tag, commit: Self.commit(number)))
            state.trees[url + Self.commit(number)] = tree
        }
    }

    /// Takes a tag away from a repository; its commit stays.
    func remove(_ tag: String, from name: String) {
        state.withLock { $0.tags["https://example.com/\(name)"]?.removeAll { $0.name == tag } }
    }

    /// From now on no repository answers.
    func cutOff() { state.withLock { $0.isCutOff = true } }

    private func reach(_ url: String) throws(LibraryError) {
        guard !state.withLock({ $0.isCutOff }) else {
            throw LibraryError(.unavailable, "\(url) does not answer")
        }
    }

    func forget() { state.withLock { $0.stored = [:] } }

    func tags(of url: String) throws(LibraryError) -> [LibraryTag] {
        try reach(url)
        guard let tags = state.withLock({ $0.tags[url.replacing(".git", with: "")] }) else {
            throw LibraryError(.notFound, "there is no repository \(url)")
        }
        return tags
    }

    func tree(
        of url: String, commit: String, tag: String?
    ) throws(LibraryError) -> LibraryTree {
        try reach(url)
        let tree = state.withLock { state in
            state.fetches += 1
            return state.trees[url.replacing(".git", with: "") + commit]
        }
        guard let tree else { throw LibraryError(.notFound, "\(url) has no \(commit)") }
        return tree
    }

    func stored(_ hash: TreeHash) throws(LibraryError) -> LibraryTree? {
        state.withLock { $0.stored[hash] }
    }

    func store(_ tree: LibraryTree) throws(LibraryError) {
        state.withLock { $0.stored[tree.hash] = tree }
    }
}
