package import ScriptAPI

/// A package of modules at one version, as a run uses it.
package struct LibraryPackage: Sendable {
    /// As its manifest has it: `graph-ops`.
    package var name: String
    package var version: String
    /// Paths in the package, by the name of the module: `dr`; `init` is the package's own name.
    package var exports: [String: String]
    package var dependencies: [Dependency]
    /// Reads a file of the package by its path, or nil when it has none of that name.
    package var file: @Sendable (String) throws -> [UInt8]?

    /// A library that a package may require.
    package struct Dependency: Sendable {
        /// As the manifest that declares it calls it: `checks`.
        package var name: String
        /// Its key in the set.
        package var package: String
        package var allow: Set<Grant>
        /// Where it is declared, as a message names it: `graphene.toml:7`.
        package var place: String
        /// The line to write there so that it may have some effects.
        package var line: @Sendable (Set<Grant>) -> String

        package init(
            name: String, package: String, allow: Set<Grant>, place: String,
            line: (@Sendable (Set<Grant>) -> String)? = nil
        ) {
            self.name = name
            self.package = package
            self.allow = allow
            self.place = place
            self.line = line ?? { "\(name) = { …, allow = [\($0.listed)] }" }
        }
    }

    package init(
        name: String, version: String, exports: [String: String], dependencies: [Dependency] = [],
        file: @escaping @Sendable (String) throws -> [UInt8]?
    ) {
        self.name = name
        self.version = version
        self.exports = exports
        self.dependencies = dependencies
        self.file = file
    }
}

/// The packages that a run may use, as the project's lock has them.
package struct LibrarySet: Sendable {
    /// Reads a package by its key, such as `checks@1.4.2`; nil for a key that the set does not have.
    ///
    /// Only what code requires is read.
    package var package: @Sendable (String) throws -> LibraryPackage?
    /// The project that the script is of; nil outside of one.
    package var project: LibraryPackage?
    /// The project's folder, where its `lua_modules` is.
    package var folder: String?

    package init(
        project: LibraryPackage? = nil, folder: String? = nil,
        package: @escaping @Sendable (String) throws -> LibraryPackage? = { _ in nil }
    ) {
        self.project = project
        self.folder = folder
        self.package = package
    }
}

extension LibraryPackage {
    /// The path of the module that is called `module` where the package is called `name`; nil when it
    /// exports none of that name.
    func path(ofExport module: String, calling name: String) -> String? {
        guard module != name else { return exports["init"] ?? exports[name] }
        guard module.hasPrefix(name + ".") else { return nil }
        return exports[String(module.dropFirst(name.count + 1))]
    }

    /// The paths where a module of the package's own may be, in the order of looking: in its folder,
    /// in `lib`, and where the modules are that it exports.
    func candidates(for module: String) -> [String] {
        var folders = ["", "lib/"]
        for path in exports.values.sorted() {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            if !folders.contains(folder) { folders.append(folder) }
        }
        let path = module.replacing(".", with: "/")
        return folders.flatMap { ["\($0)\(path).lua", "\($0)\(path)/init.lua"] }
    }
}
