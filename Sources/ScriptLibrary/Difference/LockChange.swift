package import ScriptAPI

/// What another lock would change: libraries, what they may do, and what they ask for.
package struct LockChange: Sendable {
    /// A library that comes, goes or changes.
    package struct Item: Sendable {
        /// nil for one that comes.
        package var old: Lock.Library?
        /// nil for one that goes.
        package var new: Lock.Library?
        /// What it asks for in its manifest, before and after; nil where it does not say.
        package var oldAsks: [Grant]?
        package var newAsks: [Grant]?
        /// nil where the files are not at hand, as those of a folder.
        package var files: TreeComparison?

        /// What it may do afterwards and might not before, in the order of all effects.
        package var newGrants: [Grant] {
            (new?.granted ?? []).filter { !(old?.granted ?? []).contains($0) }
        }

        /// What it might do before and may not afterwards.
        package var lostGrants: [Grant] {
            new == nil ? [] : (old?.granted ?? []).filter { new?.granted.contains($0) == false }
        }

        /// What it requires afterwards and did not before, by what it is called there.
        package var newRequirements: [Lock.Requirement] {
            (new?.requires ?? []).filter { one in
                old?.requires.contains { $0.source == one.source && $0.wanted == one.wanted }
                    != true
            }
        }

        /// What it required before and does not afterwards.
        package var lostRequirements: [Lock.Requirement] {
            guard let new else { return [] }
            return (old?.requires ?? []).filter { one in
                !new.requires.contains { $0.source == one.source && $0.wanted == one.wanted }
            }
        }

        /// Whether it is another one than before, but for the versions of what it requires.
        package var changesSomething: Bool {
            guard let old, let new else { return true }
            return old.version != new.version || old.commit != new.commit
                || old.hash != new.hash || old.granted != new.granted
                || !newRequirements.isEmpty || !lostRequirements.isEmpty
                || zip(old.requires, new.requires).contains { $0.allow != $1.allow }
        }

        package var name: PackageName? { new?.name ?? old?.name }
    }

    /// By source, then by version.
    package var items: [Item] = []

    /// Compares two locks; what their libraries ask for and hold is not in them.
    package init(from old: Lock, to new: Lock) {
        var left = old.libraries
        var pairs: [(Lock.Library?, Lock.Library)] = []
        // The same major first, so that another one of the same source is left for the rest.
        var rest: [Lock.Library] = []
        for library in new.libraries {
            let index = left.firstIndex {
                $0.source == library.source && $0.version.major == library.version.major
            }
            if let index {
                pairs.append((left.remove(at: index), library))
            } else {
                rest.append(library)
            }
        }
        for library in rest {
            let index = left.firstIndex { $0.source == library.source }
            pairs.append((index.map { left.remove(at: $0) }, library))
        }
        items = pairs.filter { $0 != $1 }.map { Item(old: $0, new: $1) }
        items += left.map { Item(old: $0, new: nil) }
        items.sort { Self.order($0) < Self.order($1) }
    }

    private static func order(_ item: Item) -> (LibrarySource, SemanticVersion) {
        let library = item.new ?? item.old
        return (library?.source ?? .path(""), library?.version ?? SemanticVersion(0, 0, 0))
    }

    /// The libraries that may do more afterwards.
    package var grantsMore: [Item] { items.filter { !$0.newGrants.isEmpty } }
}
