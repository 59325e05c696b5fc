import LuaSyntax
import ScriptHost
import ScriptLibrary

/// What a library's module says of itself in its `---` lines, as `graphene doc` prints it.
enum ModulePage {
    /// - Parameters:
    ///   - module: As it is required: `graph_ops.dr`.
    ///   - title: The library and its version.
    ///   - source: The module's text.
    /// - Returns: A line for each function that is documented, with all that is said of it; only the
    ///   title and the comment that the file opens with where it is no Lua.
    static func text(_ module: String, _ title: String, _ source: [UInt8]) -> String {
        var sections = ["\(module)  (\(title))"]
        let leading = SourceText(source).leadingComment
        if !leading.isEmpty { sections.append(leading) }
        let functions = (try? Chunk(parsing: source))?.documentedFunctions ?? []
        let shown = functions.filter { !$0.isLocal }
        sections += shown.map { section($0, module) }
        if shown.isEmpty { sections.append("It documents no function.") }
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// A page of each function that others can call, by its name: `graph_ops.dr.fail_over`.
    static func functions(
        _ module: String, _ title: String, _ source: [UInt8]
    ) -> [(name: String, text: String)] {
        ((try? Chunk(parsing: source))?.documentedFunctions ?? []).filter { !$0.isLocal }
            .map { function in
                let section = section(function, module)
                return (name(of: function, module), "\(section)\n\n  Of \(title).\n")
            }
    }

    /// The table that the module returns has a name of its own in there.
    private static func name(of function: FunctionDocumentation, _ module: String) -> String {
        let end = function.name.firstIndex { ".:".contains($0) }
        return end.map { module + function.name[$0...] } ?? function.name
    }

    private static func section(_ function: FunctionDocumentation, _ module: String) -> String {
        let name = name(of: function, module)
        let parameters = function.parameters
        let list = parameters.map { $0.name + ($0.isOptional ? "?" : "") }
        var lines = ["\(name)(\(list.joined(separator: ", ")))"]
        if !function.comment.summary.isEmpty {
            lines += function.comment.summary.split(
                separator: "\n", omittingEmptySubsequences: false
            ).map { "  \($0)" }
        }
        for parameter in parameters where !parameter.type.isEmpty || !parameter.text.isEmpty {
            lines.append(row(parameter.name, parameter.type, parameter.text))
        }
        for result in function.comment.results {
            lines.append(row("returns", result.type, result.text))
        }
        lines += function.comment.annotations.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func row(_ name: String, _ type: String, _ text: String) -> String {
        "  " + [name, type, text].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

/// The pages of the modules that a session in the working folder may require, and of their functions.
struct LibraryPages {
    /// By the name that is required, and for a function what it is called then.
    let texts: [String: String]
    /// What can be required, sorted.
    let modules: [String]

    init() {
        self.init((try? ProjectLibraries(of: "."))?.modules ?? [])
    }

    init(_ modules: [ProjectLibraries.ExportedModule]) {
        self.modules = modules.map(\.name).sorted()
        let whole = modules.map { ($0.name, ModulePage.text($0.name, $0.title, $0.source)) }
        let functions = modules.flatMap { ModulePage.functions($0.name, $0.title, $0.source) }
        texts = Dictionary(whole + functions.map { ($0.name, $0.text) }) { first, _ in first }
    }
}

extension ProjectLibraries {
    /// A module that the project's scripts may require.
    struct ExportedModule {
        /// As it is required: `graph_ops.dr`.
        var name: String
        /// The library and its version.
        var title: String
        var source: [UInt8]
    }

    /// The modules of the project's libraries and its own, sorted by their names; a library that is
    /// not at hand has none.
    var modules: [ExportedModule] {
        var modules: [ExportedModule] = []
        func add(
            _ package: String, _ title: String, _ exports: [String: String],
            _ read: (String) throws -> [UInt8]?
        ) {
            for (name, path) in exports {
                guard let source = try? read(path) else { continue }
                modules.append(
                    ExportedModule(
                        name: name == "init" ? package : "\(package).\(name)", title: title,
                        source: source))
            }
        }
        for requirement in lock.requires {
            guard let library = lock.library(for: requirement),
                let package = try? self.package(files(of: library))
            else { continue }
            add(requirement.name.luaName, library.title, package.exports, package.file)
        }
        if let name = project.manifest.name {
            add(name.luaName, "\(name), this project", own.exports, own.file)
        }
        return modules.sorted { $0.name < $1.name }
    }

    /// What a shell completes.
    var names: CommandCompleter.LibraryNames {
        var scripts: [(String, Manifest)] = []
        if let name = project.manifest.name { scripts.append((name.luaName, project.manifest)) }
        for requirement in lock.requires {
            guard let library = lock.library(for: requirement),
                let manifest = try? files(of: library).manifest()
            else { continue }
            scripts.append((requirement.name.luaName, manifest))
        }
        return CommandCompleter.LibraryNames(
            dependencies: project.manifest.dependencies.map(\.name.text),
            scripts: scripts.flatMap { name, manifest in
                manifest.scripts.map { "\(name)/\($0.name)" }
            }, pages: LibraryPages(modules).texts.keys.sorted())
    }
}
