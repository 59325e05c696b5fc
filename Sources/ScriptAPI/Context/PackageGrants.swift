package import ScriptWire

/// What code in a run may do to the account.
package struct PackageGrants: Hashable, Sendable {
    /// What it may ask for.
    package var effects: Set<Grant>
    /// Where it may change something: whatever is changed matches a pattern of each list.
    package var targets: [TargetList]

    package init(effects: Set<Grant>, targets: [TargetList] = []) {
        self.effects = effects
        self.targets = targets
    }

    package static let everything = PackageGrants(effects: Set(Grant.allCases))
    package static let nothing = PackageGrants(effects: [])

    /// What is left when only some effects are passed on; where they may be had stays.
    package func narrowed(to allowed: Set<Grant>) -> PackageGrants {
        PackageGrants(effects: effects.intersection(allowed), targets: targets)
    }
}

/// Patterns for `environment/name`, one of which a target has to match.
package struct TargetList: Hashable, Sendable {
    package var globs: [String]
    /// Where they were set, as a message names it.
    package var origin: String
    /// The flag that adds one; nil where they stand in a manifest.
    package var flag: String?

    package init(_ globs: [String], origin: String, flag: String? = nil) {
        self.globs = globs
        self.origin = origin
        self.flag = flag
    }
}

extension Collection<Grant> {
    /// The names in the order of the table, as a manifest writes a list: `"read", "pause"`.
    package var listed: String {
        Grant.allCases.filter(contains).map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }
}

extension HostFunction {
    /// What this call needs to be granted; nil for what everybody may do.
    package func grant(of arguments: [WireValue]) -> Grant? {
        grant == .api && effect(of: arguments) == .read ? .read : grant
    }

    /// Whether only the script's own code may call it, whatever anybody was granted: it reaches what
    /// was given to the script by a person.
    package var isScriptsOwn: Bool { name == "params" || name == "env" }
}
