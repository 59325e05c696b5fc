import Diagnostics
import ScriptAPI

extension ProjectPlanner {
    /// Takes a library away, and what nobody else requires.
    ///
    /// No repository is asked where those that stay are known to be asked for as they are locked. Where
    /// one is asked in vain, it stays as it is locked, and a note says so.
    package func removing(_ name: PackageName) async throws(LibraryError) -> ProjectPlan {
        let name = try known(name).name
        let bytes = try ManifestEdit.removing(
            name, from: project.contents.manifest ?? [], of: manifestPath)
        guard (try? project.fittingLock()) != nil else { return try await plan(bytes, resolver()) }
        let rest = LockRest(of: locked, without: name, effects: project.manifest.grants?.effects)
        guard !rest.doubtful.isEmpty else { return plan(bytes, rest) }
        do throws(LibraryError) { return try await plan(bytes, resolver()) } catch {
            guard error.code != .cancelled else { throw error }
            var plan = plan(bytes, rest)
            plan.notes += rest.doubtful.map { library in
                "\(library.title) stays, and nobody could be asked whether an older one will do: "
                    + error.message
            }
            return plan
        }
    }

    private func plan(_ bytes: [UInt8], _ rest: LockRest) -> ProjectPlan {
        var change = LockChange(from: locked, to: rest.lock)
        for index in change.items.indices {
            let asks = asks(of: change.items[index].old)
            change.items[index].oldAsks = asks
            if change.items[index].new != nil { change.items[index].newAsks = asks }
        }
        return plan(bytes, rest.lock, change)
    }

    private func asks(of library: Lock.Library?) -> [Grant]? {
        guard let hash = library?.hash, let tree = try? supply.stored(hash),
            let bytes = tree[Manifest.fileName]
        else { return nil }
        return (try? Manifest(parsing: bytes, from: ""))?.grants?.effects
    }
}
