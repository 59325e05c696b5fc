import LuaSyntax

/// Checks scripts and the modules that they ask for, each file once.
package struct ScriptCheck {
    /// What is found at a path.
    package enum File: Sendable {
        case source([UInt8])
        case absent
        /// Why it cannot be read.
        case unreadable(String)
    }

    /// Where a name leads that a file asks for.
    package enum Module {
        /// To a file of the script's own.
        case own(path: String)
        /// To code of others, whose own faults are not told here.
        case foreign(path: String)
        case absent(Absence)
    }

    /// Why there is no module of a name, and what to do.
    package struct Absence {
        let message: String
        let hint: String?

        package init(_ message: String, hint: String?) {
            self.message = message
            self.hint = hint
        }

        /// What is said where nothing else is known.
        package init(of module: String) {
            message = "there is no module `\(module)`"
            hint = "put it beside the script or in the `lib` folder there"
        }
    }

    /// A module that a file asks for.
    package struct Request {
        package let module: String
        /// The file that asks.
        package let path: String
        /// The script's folder, with a slash at its end unless it is empty.
        package let folder: String
        /// Where it is beside the script; nil where it is not.
        package let beside: String?
    }

    private let read: (String) -> File
    private let find: (Request) -> Module
    private var foreign: Set<String> = []
    private var sources: [String: File] = [:]
    private var reports: [String: SourceReport] = [:]
    private var deprecations: [String: [String: String]] = [:]

    /// Takes how to read a path, and how to find a module; what is read once is kept.
    package init(
        reading read: @escaping (String) -> File,
        finding find: @escaping (Request) -> Module = { request in
            request.beside.map { .own(path: $0) } ?? .absent(Absence(of: request.module))
        }
    ) {
        self.read = read
        self.find = find
    }

    /// Checks scripts; their paths come as they are to be shown.
    package mutating func check(_ scripts: [String]) -> CheckReport {
        var result = CheckReport()
        for script in scripts {
            let modules = modules(of: script)
            result.scripts.append(CheckReport.Script(path: script, modules: modules))
        }
        result.sources = reports
        return result
    }

    /// The modules that a script may load, in the order in which they are met.
    private mutating func modules(of script: String) -> [CheckReport.Module] {
        let folder = Self.folder(of: script)
        var modules: [CheckReport.Module] = []
        var seen: Set = [script]
        var waiting = [script]
        while let path = waiting.popLast() {
            for requirement in report(at: path, in: folder).requirements {
                guard let found = self.path(of: requirement.name, for: path, in: folder),
                    seen.insert(found).inserted
                else { continue }
                modules.append(CheckReport.Module(name: requirement.name, path: found))
                waiting.append(found)
            }
        }
        return modules
    }

    private mutating func report(at path: String, in folder: String) -> SourceReport {
        if let known = reports[path] { return known }
        var report = SourceReport()
        switch file(at: path) {
        case .source(let bytes):
            let source = SourceText(bytes)
            report = SourceReport(source, isTest: path.hasSuffix("_test.lua")) {
                self.absence(of: $0, for: path, in: folder)
            } deprecation: { module, function in
                self.path(of: module, for: path, in: folder).flatMap {
                    self.deprecations(at: $0)[function]
                }
            }
            if foreign.contains(path) { report.findings = [] }
        case .unreadable(let reason):
            (report.findings, report.unknowns) = ([Finding(unreadable: reason)], [.everything])
        case .absent: report.findings = [Finding(unreadable: "there is no such file")]
        }
        reports[path] = report
        return report
    }

    /// The functions of a module whose doc comments say `@deprecated`, with what more they say.
    private mutating func deprecations(at path: String) -> [String: String] {
        if let known = deprecations[path] { return known }
        var found: [String: String] = [:]
        if case .source(let bytes) = file(at: path), let chunk = try? Chunk(parsing: bytes) {
            for function in chunk.documentedFunctions {
                let steps = function.name.split { ".:".contains($0) }
                // One of a table in the module, `M.deep.stop`, is no field of the module's own.
                guard let words = function.comment.deprecation, steps.count < 3,
                    let name = steps.last
                else { continue }
                found[String(name)] = words
            }
        }
        deprecations[path] = found
        return found
    }

    /// Where the module is that a file asks for.
    private mutating func path(of module: String, for path: String, in folder: String) -> String? {
        switch self.module(module, for: path, in: folder) {
        case .own(let path): return path
        case .foreign(let path):
            foreign.insert(path)
            return path
        case .absent: return nil
        }
    }

    private mutating func absence(
        of module: String, for path: String, in folder: String
    ) -> Absence? {
        guard case .absent(let absence) = self.module(module, for: path, in: folder) else {
            return nil
        }
        return absence
    }

    private mutating func module(_ name: String, for path: String, in folder: String) -> Module {
        find(
            Request(
                module: name, path: path, folder: folder, beside: self.path(of: name, in: folder)))
    }

    /// Where a module is found beside a script, as a run finds it; a file of `lib`, or of a folder in it, is a module
    /// itself, whose script is beside that `lib`.
    private mutating func path(of module: String, in folder: String) -> String? {
        guard module.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) else {
            return nil
        }
        let name = module.replacing(".", with: "/")
        for folder in [folder, folder + "lib/"] + Self.folders(above: folder) {
            for path in ["\(folder)\(name).lua", "\(folder)\(name)/init.lua"] {
                if case .absent = file(at: path) { continue }
                return path
            }
        }
        return nil
    }

    /// The `lib` that a folder is in, or is, and the one beside it.
    private static func folders(above folder: String) -> [String] {
        var parts = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        guard let lib = parts.lastIndex(of: "lib") else { return [] }
        parts = parts[...lib]
        let inner = parts.joined(separator: "/") + "/"
        return [inner, String(inner.dropLast("lib/".count))]
    }

    private mutating func file(at path: String) -> File {
        if let known = sources[path] { return known }
        let file = read(path)
        sources[path] = file
        return file
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
