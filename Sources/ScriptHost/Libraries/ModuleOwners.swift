import ScriptAPI
import Synchronization

/// Whose code a run has, by the number that the script process knows it by.
///
/// The host alone gives these numbers; the script process reports one with each effect.
final class ModuleOwners: Sendable {
    /// How a library came to its grants, for who has to be told what to change.
    struct Import: Sendable {
        var importer: UInt64
        var dependency: LibraryPackage.Dependency
    }

    fileprivate struct Identity: Hashable {
        var package: String
        var grants: PackageGrants
    }

    fileprivate struct State {
        /// In the order of their numbers, which begin with the script's.
        var owners: [ModuleOwner]
        var imports: [UInt64: Import] = [:]
        var packages: [UInt64: LibraryPackage] = [:]
        var libraries: [Identity: UInt64] = [:]
        var labels: [String: Int] = [:]
        var plain: UInt64?
    }

    private let state: Mutex<State>

    /// - Parameter grants: What the run was granted, and with it the script.
    init(script grants: PackageGrants) {
        let script = ModuleOwner(id: ModuleOwner.scriptID, kind: .script, grants: grants)
        state = Mutex(State(owners: [script]))
    }

    /// The owner that goes by a number; a number that the host never gave is nobody's.
    subscript(id: UInt64) -> ModuleOwner { state.withLock { $0.owner(id) ?? .nobody } }

    /// By whom a library was required first; nil for what is none.
    func origin(of id: UInt64) -> Import? { state.withLock { $0.imports[id] } }

    /// The package that an owner's code is of; nil for what is no library's.
    func package(of id: UInt64) -> LibraryPackage? { state.withLock { $0.packages[id] } }

    /// The owner of a library's code where it may do so much; the same for the same.
    func library(
        _ package: LibraryPackage, _ imported: Import, granted grants: PackageGrants
    ) -> ModuleOwner {
        state.withLock { state in
            let identity = Identity(package: imported.dependency.package, grants: grants)
            if let id = state.libraries[identity], let owner = state.owner(id) { return owner }
            let owner = state.add(
                .library(name: package.name, version: package.version), grants,
                label: Self.label(package))
            state.libraries[identity] = owner.id
            state.imports[owner.id] = imported
            state.packages[owner.id] = package
            return owner
        }
    }

    /// The owner of all plain Lua modules.
    func plainModules() -> ModuleOwner {
        state.withLock { state in
            if let id = state.plain, let owner = state.owner(id) { return owner }
            let owner = state.add(.plainModules, .nothing, label: "lua modules")
            state.plain = owner.id
            return owner
        }
    }

    /// `checks@1.4.2`, of such characters only that no chunk of another's can be named so.
    private static func label(_ package: LibraryPackage) -> String {
        let text = "\(package.name)@\(package.version)"
        return String(
            text.prefix(40).map { character in
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                return isPlain || "-._+@".contains(character) ? character : "_"
            })
    }
}

extension ModuleOwners.State {
    fileprivate func owner(_ id: UInt64) -> ModuleOwner? {
        let index = id &- ModuleOwner.scriptID
        return index < UInt64(owners.count) ? owners[Int(index)] : nil
    }

    fileprivate mutating func add(
        _ kind: ModuleOwner.Kind, _ grants: PackageGrants, label: String
    ) -> ModuleOwner {
        labels[label, default: 0] += 1
        let count = labels[label, default: 1]
        let owner = ModuleOwner(
            id: UInt64(owners.count) + ModuleOwner.scriptID, kind: kind, grants: grants,
            label: count == 1 ? label : "\(label)#\(count)")
        owners.append(owner)
        return owner
    }
}
