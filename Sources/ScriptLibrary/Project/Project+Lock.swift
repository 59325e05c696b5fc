import Diagnostics
import ScriptAPI

extension Project {
    /// The lock, if it is that of the manifest as it is now.
    ///
    /// - Returns: An empty one where nothing is required and nothing is locked.
    /// - Throws: `config` when it lacks, or when the manifest requires something else by now.
    package func fittingLock() throws(LibraryError) -> Lock {
        let path = storage.path(Manifest.fileName)
        guard let lock else {
            guard let first = manifest.dependencies.first else { return Lock() }
            throw LibraryError(
                .config,
                "\(first.origin): \(first.name) is not locked: there is no \(Lock.fileName)",
                hint: "`graphene lib add` locks what \(Manifest.fileName) says")
        }
        for dependency in manifest.dependencies {
            let locked = lock.requires.first { $0.name == dependency.name }
            guard let locked, locked.source == dependency.source,
                locked.wanted == "\(dependency.revision)", locked.allow == dependency.allow
            else {
                throw LibraryError(
                    .config,
                    "\(dependency.origin): \(dependency.name) is not locked as it is written here",
                    hint: "`graphene lib add` locks what \(Manifest.fileName) says")
            }
        }
        if let more = lock.requires.first(where: { requirement in
            !manifest.dependencies.contains { $0.name == requirement.name }
        }) {
            throw LibraryError(
                .config, "\(path) does not require \(more.name) any more, which is locked",
                hint: "`graphene lib add` locks what \(Manifest.fileName) says")
        }
        try checkGrants(of: lock)
        return lock
    }

    /// Whether nobody has widened or narrowed what a library may do since it was agreed to.
    private func checkGrants(of lock: Lock) throws(LibraryError) {
        var settled = lock
        settled.settle(projectEffects: manifest.grants?.effects)
        for library in lock.libraries {
            let granted = settled.libraries.first { $0.key == library.key }?.granted ?? []
            guard granted != library.granted else { continue }
            func phrase(_ grants: [Grant]) -> String {
                grants.isEmpty ? "nothing" : grants.map(\.rawValue).joined(separator: ", ")
            }
            throw LibraryError(
                .config,
                "\(storage.path(Lock.fileName)): \(library.title) is locked with the grants "
                    + "\(phrase(library.granted)), and \(Manifest.fileName) gives it "
                    + phrase(granted),
                hint: "`graphene lib add` locks what \(Manifest.fileName) says")
        }
    }

    /// A library that is locked and not at hand.
    package static func missing(_ library: Lock.Library) -> LibraryError {
        LibraryError(
            .config, "\(library.title) is locked and not on this machine",
            hint: "`graphene lib fetch` gets it")
    }
}
