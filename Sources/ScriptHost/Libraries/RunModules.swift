import Diagnostics
import ScriptAPI

/// All modules that a run may have, and who may have which.
///
/// The script gets the libraries that the project declares, the modules of its folder and its project,
/// and plain Lua modules, in this order. A library gets its own modules and the libraries that it
/// declares; a plain Lua module gets others like itself. What has no grants could else reach the
/// project's own modules, and use their rights.
struct RunModules: ModuleSource {
    let folder: FolderModules
    let libraries: LibrarySet
    let plain: [LuaPath]
    let owners: ModuleOwners

    init(_ configuration: RunConfiguration, owners: ModuleOwners) {
        self.init(
            folder: configuration.script.folder, libraries: configuration.libraries,
            luaPaths: configuration.luaPaths, owners: owners)
    }

    init(folder: String, libraries: LibrarySet, luaPaths: [LuaPath] = [], owners: ModuleOwners) {
        self.folder = FolderModules(folder: folder)
        self.libraries = libraries
        let project = libraries.folder.map { [LuaPath.rocks(in: $0)] } ?? []
        plain = [LuaPath.rocks(in: folder)] + project + luaPaths
        self.owners = owners
    }

    func module(named name: String, requiredBy id: UInt64) async throws -> Module {
        try find(name, requiredBy: id)
    }

    func find(_ name: String, requiredBy id: UInt64) throws -> Module {
        try FolderModules.check(name)
        let owner = owners[id]
        switch owner.kind {
        case .script: return try scriptModule(name, owner)
        case .library: return try libraryModule(name, owner)
        case .plainModules:
            if let module = try plainModule(name) { return module }
            throw RunFailure(
                .notFound, "there is no plain Lua module \(name)",
                hint: "plain Lua modules can require each other, and `graphene`")
        case .nobody:
            throw RunFailure(.denied, "code of no module may require nothing")
        }
    }

    private func scriptModule(_ name: String, _ owner: ModuleOwner) throws -> Module {
        // First what is declared: a folder of the same name has the script's own rights.
        if let project = libraries.project,
            let module = try dependency(name, of: project, owner)
        {
            return module
        }
        if let module = try folder.find(name, owner: owner) { return module }
        if let project = libraries.project,
            let module = try ownExport(name, project, owner)
        {
            return module
        }
        if let module = try plainModule(name) { return module }
        throw folder.failure(name)
    }

    private func libraryModule(_ name: String, _ owner: ModuleOwner) throws -> Module {
        guard let package = owners.package(of: owner.id) else {
            throw RunFailure(.internal, "\(owner.phrase) is no library of the run's")
        }
        if let module = try ownExport(name, package, owner) { return module }
        for path in package.candidates(for: name) {
            if let module = try file(path, of: package, owner) { return module }
        }
        if let module = try dependency(name, of: package, owner) { return module }
        let declared = package.dependencies.map { ModuleName.of(package: $0.name) }
        throw RunFailure(
            .notFound,
            "there is no module \(name) in \(owner.phrase), nor does it declare a library of that name"
                + Suggestion.phrase(for: name, among: declared.sorted()),
            hint: "a library requires its own modules, and the dependencies in its graphene.toml")
    }

    private func ownExport(
        _ name: String, _ package: LibraryPackage, _ owner: ModuleOwner
    ) throws -> Module? {
        let own = ModuleName.of(package: package.name)
        guard let path = package.path(ofExport: name, calling: own) else { return nil }
        return try file(path, of: package, owner)
    }

    private func dependency(
        _ name: String, of package: LibraryPackage, _ importer: ModuleOwner
    ) throws -> Module? {
        let first = name.split(separator: ".").first.map(String.init)
        let declared = package.dependencies.first { ModuleName.of(package: $0.name) == first }
        guard let declared, let first else { return nil }
        guard let library = try libraries.package(declared.package) else {
            throw RunFailure(
                .config, "the library \(declared.name) (\(declared.place)) is not there",
                hint: "`graphene lib fetch` gets what the lock names")
        }
        guard let path = library.path(ofExport: name, calling: first) else {
            let exported = library.exports.keys.sorted().map {
                $0 == "init" ? first : "\(first).\($0)"
            }
            throw RunFailure(
                .notFound,
                "the library \(library.name) \(library.version) exports no module \(name)"
                    + Suggestion.phrase(for: name, among: exported),
                hint: exported.isEmpty
                    ? "it exports none" : "it exports \(exported.joined(separator: ", "))")
        }
        let owner = owners.library(
            library, ModuleOwners.Import(importer: importer.id, dependency: declared),
            granted: importer.grants.narrowed(to: declared.allow))
        guard let module = try file(path, of: library, owner) else {
            throw RunFailure(
                .config,
                "the library \(library.name) \(library.version) exports \(name) from \(path), and has "
                    + "no such file")
        }
        return module
    }

    private func plainModule(_ name: String) throws -> Module? {
        for path in plain {
            guard let (source, file) = try path.find(name) else { continue }
            let owner = owners.plainModules()
            // A folder may be called like one of the script's.
            return Module(
                source: source, chunkName: "@" + file, key: "\(owner.id):\(file)", owner: owner)
        }
        return nil
    }

    /// A file of a package; of the project, a module of the script's own.
    private func file(
        _ path: String, of package: LibraryPackage, _ owner: ModuleOwner
    ) throws -> Module? {
        guard let source = try package.file(path) else { return nil }
        guard source.count <= ScriptSource.sizeLimit else {
            throw RunFailure(.usage, "\(path) of \(package.name) is larger than 1 MB")
        }
        let name = owner.label.isEmpty ? path : "\(owner.label)/\(path)"
        return Module(
            source: source, chunkName: "@" + name, key: "\(owner.id):\(path)", owner: owner)
    }
}
