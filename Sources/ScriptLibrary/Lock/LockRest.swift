import ScriptAPI

/// What stays of a lock without one of the project's requirements, each library at its version.
struct LockRest {
    private(set) var lock: Lock
    /// Libraries that the one which goes led to, and that nobody who stays is known to ask for at the
    /// version that is locked.
    private(set) var doubtful: [Lock.Library] = []

    /// - Parameters:
    ///   - old: A whole lock.
    ///   - name: What the project calls the library that goes.
    ///   - effects: What the project grants its own scripts; nil for all.
    init(of old: Lock, without name: PackageName, effects: [Grant]?) {
        lock = old
        lock.requires.removeAll { $0.name == name }
        let kept = Self.reachable(from: lock.requires, in: old)
        lock.libraries.removeAll { !kept.contains($0.key) }
        lock.settle(projectEffects: effects)
        let touched = Self.reachable(from: old.requires.filter { $0.name == name }, in: old)
        let requirements = lock.requires + lock.libraries.flatMap(\.requires)
        doubtful = lock.libraries.filter { library in
            touched.contains(library.key)
                && !requirements.contains { Self.isSure($0, of: library) }
        }
    }

    /// Whether a requirement alone leads to just this version.
    private static func isSure(_ requirement: Lock.Requirement, of library: Lock.Library) -> Bool {
        guard requirement.source == library.source, requirement.version == library.version else {
            return false
        }
        // A tag, a commit and a folder are what they are; a version leads to itself where it exists.
        guard let wanted = VersionRequirement(requirement.wanted) else { return true }
        return wanted.version == library.version
    }

    private static func reachable(
        from requirements: [Lock.Requirement], in lock: Lock
    ) -> Set<Lock.Library.Key> {
        var reached: Set<Lock.Library.Key> = []
        var pending = requirements
        while let requirement = pending.popLast() {
            guard let library = lock.library(for: requirement),
                reached.insert(library.key).inserted
            else { continue }
            pending += library.requires
        }
        return reached
    }
}
