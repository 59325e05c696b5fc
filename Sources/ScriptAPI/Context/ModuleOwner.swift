/// Whose code a module is, which says what it may do.
///
/// A library has one owner for each set of grants under which it is used in a run.
package struct ModuleOwner: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The script, and the modules of its own folder or project.
        case script
        case library(name: String, version: String)
        /// Plain Lua modules, of a LuaRocks tree or a folder of the machine's.
        case plainModules
        /// Code that belongs to no module that the host has given out.
        case nobody
    }

    /// The number that the script process reports; unique in the run.
    package var id: UInt64
    package var kind: Kind
    package var grants: PackageGrants
    /// What its chunks' names begin with, no other owner's beginning so; empty for the script.
    package var label: String

    package init(id: UInt64, kind: Kind, grants: PackageGrants, label: String = "") {
        self.id = id
        self.kind = kind
        self.grants = grants
        self.label = label
    }

    package static let scriptID: UInt64 = 1
    package static let nobody = ModuleOwner(id: 0, kind: .nobody, grants: .nothing)

    /// The name and version of the library that it is; nil for what is none.
    package var library: String? {
        guard case .library(let name, let version) = kind else { return nil }
        return "\(name) \(version)"
    }

    /// As a message names it: `the library checks 1.4.2`.
    package var phrase: String {
        switch kind {
        case .script: "the script"
        case .library(let name, let version): "the library \(name) \(version)"
        case .plainModules: "a plain Lua module"
        case .nobody: "code of no module"
        }
    }
}
