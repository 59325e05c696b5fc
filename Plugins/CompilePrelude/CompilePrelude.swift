import Foundation
import PackagePlugin

/// Compiles the Lua of `ScriptAPI` while the package is built, so that no run has to.
@main
struct CompilePrelude: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        try ["Prelude", "Session", "Testing"].map { try command(for: $0, context) }
    }

    private func command(for name: String, _ context: PluginContext) throws -> Command {
        let folder = context.package.directoryURL.appending(path: "Sources/ScriptAPI/\(name)")
        let chunks = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "lua" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let output = context.pluginWorkDirectoryURL.appending(path: "Compiled\(name).swift")
        return .buildCommand(
            displayName: "Compiling the Lua of \(name)",
            executable: try context.tool(named: "prelude-compiler").url,
            arguments: [output.path()] + chunks.map { $0.path() },
            inputFiles: chunks, outputFiles: [output])
    }
}
