import Diagnostics
import ScriptCheck
import ScriptHost
import ScriptLibrary

/// Finds the modules that checked scripts ask for, those of their projects' libraries among them.
final class CheckedModules {
    /// What scripts of one folder may require; for a project that no script of could be run, why.
    private enum Modules {
        case known(RequiredModules, project: String?)
        case unusable(ScriptCheck.Absence)
    }

    /// A file that no folder of the script's has.
    private struct Foreign {
        let file: RequiredModules.Found
        let modules: RequiredModules
    }

    private var folders: [String: Modules] = [:]
    private var foreign: [String: Foreign] = [:]

    func read(_ path: String) -> ScriptCheck.File {
        foreign[path].map { .source($0.file.source) } ?? ScriptFiles.read(path)
    }

    func find(_ request: ScriptCheck.Request) -> ScriptCheck.Module {
        if let asker = foreign[request.path] {
            guard
                let found = try? asker.modules.find(
                    request.module, requiredBy: asker.file.owner)
            else { return .absent(ScriptCheck.Absence(of: request.module)) }
            return keep(found, asker.modules)
        }
        switch modules(of: request.folder) {
        case .unusable(let absence): return .absent(absence)
        case .known(let modules, let project): return find(request, modules, project)
        }
    }

    private func find(
        _ request: ScriptCheck.Request, _ modules: RequiredModules, _ project: String?
    ) -> ScriptCheck.Module {
        do {
            let found = try modules.find(request.module)
            guard found.isOwn else { return keep(found, modules) }
            // What is not beside the script is a module that its project exports.
            let path = request.beside ?? "\(project ?? ".")/\(found.path)"
            return .own(path: path)
        } catch {
            guard modules.declares(request.module) else {
                return request.beside.map { .own(path: $0) }
                    ?? .absent(ScriptCheck.Absence(of: request.module))
            }
            return .absent(Self.absence(error))
        }
    }

    private func keep(
        _ found: RequiredModules.Found, _ modules: RequiredModules
    ) -> ScriptCheck.Module {
        foreign[found.path] = Foreign(file: found, modules: modules)
        return .foreign(path: found.path)
    }

    private func modules(of folder: String) -> Modules {
        if let known = folders[folder] { return known }
        let place = folder.isEmpty ? "." : folder
        let modules: Modules
        do throws(LibraryError) {
            let libraries = try ProjectLibraries(of: place)
            modules = .known(
                RequiredModules(
                    folder: place, libraries: try libraries?.rights().0 ?? LibrarySet()),
                project: libraries?.project.folder)
        } catch {
            modules = .unusable(Self.absence(error))
        }
        folders[folder] = modules
        return modules
    }

    private static func absence(_ error: any Error) -> ScriptCheck.Absence {
        guard let error = error as? any UserFacingError else {
            return ScriptCheck.Absence("\(error)", hint: nil)
        }
        return ScriptCheck.Absence(error.message, hint: error.hint)
    }
}
