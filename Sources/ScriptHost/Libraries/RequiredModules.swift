import ScriptAPI

/// What the `require` of a script leads to, for those who read it and run nothing.
package struct RequiredModules {
    /// A module as a run would load it.
    package struct Found {
        /// As errors name it: `checks@1.4.2/lua/dr.lua`, or the path from the folder on that it is in.
        package let path: String
        package let source: [UInt8]
        /// By whom what it asks for is required.
        package let owner: UInt64
        /// Whether it is the script's own code, and neither a library's nor plain Lua.
        package let isOwn: Bool
    }

    private let modules: RunModules

    /// - Parameters:
    ///   - folder: The script's.
    ///   - libraries: Those of the project that it is of.
    package init(folder: String, libraries: LibrarySet) {
        modules = RunModules(
            folder: folder, libraries: libraries,
            owners: ModuleOwners(script: RunGrants().granted))
    }

    /// Finds a module that the script asks for, or else a module of some owner.
    ///
    /// - Throws: What `require` would raise.
    package func find(_ name: String, requiredBy owner: UInt64? = nil) throws -> Found {
        let module = try modules.find(name, requiredBy: owner ?? ModuleOwner.scriptID)
        return Found(
            path: String(module.chunkName.dropFirst()), source: module.source,
            owner: module.owner.id, isOwn: module.owner.id == ModuleOwner.scriptID)
    }

    /// Whether the name is a library's that the project declares, and then never a module's beside
    /// the script.
    package func declares(_ name: String) -> Bool {
        let first = name.split(separator: ".").first.map(String.init)
        return modules.libraries.project?.dependencies.contains {
            ModuleName.of(package: $0.name) == first
        } == true
    }
}
