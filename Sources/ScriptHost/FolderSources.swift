import CLinux
import Diagnostics
import Glibc
import ScriptAPI

/// The modules beside a script: `name.lua` or `name/init.lua`, in its folder or the `lib/` there.
struct FolderModules {
    let folder: String

    /// The module of that name; nil when there is none.
    func find(_ name: String, owner: ModuleOwner) throws(RunFailure) -> Module? {
        for candidate in Self.candidates(name) {
            guard
                let source = try Beneath.read(
                    candidate, below: folder, limit: ScriptSource.sizeLimit)
            else { continue }
            return Module(source: source, chunkName: "@" + candidate, key: candidate, owner: owner)
        }
        return nil
    }

    /// What is said when nothing else has it either.
    func failure(_ name: String) -> RunFailure {
        RunFailure(
            .notFound,
            "there is no module \(name): looked for "
                + Self.candidates(name).joined(separator: ", "),
            hint: "put it beside the script or in the `lib` folder there")
    }

    private static func candidates(_ name: String) -> [String] {
        let path = name.replacing(".", with: "/")
        return ["", "lib/"].flatMap { ["\($0)\(path).lua", "\($0)\(path)/init.lua"] }
    }
}

extension FolderModules {
    /// Throws `usage` for what is no module's name.
    static func check(_ name: String) throws(RunFailure) {
        guard isModuleName(name) else {
            throw RunFailure(
                .usage, "`\(name)` is no module's name",
                hint: "a name is words of letters, digits and `_`, joined by dots")
        }
    }

    /// Checked here whatever the script process says: a name becomes a path.
    static func isModuleName(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 200
            && parts.allSatisfy { part in
                part.first.map { $0.isASCII && ($0.isLetter || $0 == "_") } == true
                    && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            }
    }
}

extension FolderModules {
    /// Whether a path, from the folder on, is that of a file which `require` may open.
    static func isModuleFile(_ path: String) -> Bool {
        path.hasSuffix(".lua")
            && isModuleName(String(path.dropLast(4)).replacing("/", with: "."))
    }
}

/// The files beside a script.
struct FolderFiles: FileSource {
    let folder: String
    private static let sizeLimit = 256 << 20

    func contents(ofFile path: String) async throws -> [UInt8] {
        guard let bytes = try Beneath.read(path, below: folder, limit: Self.sizeLimit) else {
            throw RunFailure(
                .notFound, "there is no file \(path) below the script's folder \(folder)",
                hint: "give the path as it is from the script's folder")
        }
        return bytes
    }
}

/// Files below a folder: the kernel refuses a path, and a link, that leads out of it.
package enum Beneath {
    /// Reads a regular file below `folder`, which messages call `name`, or nil when there is none of
    /// that name.
    package static func read(
        _ path: String, below folder: String, limit: Int,
        calling name: String = "the script's folder"
    ) throws(RunFailure) -> [UInt8]? {
        guard !path.utf8.contains(0) else { return nil }
        let descriptor = glinux_open_beneath(folder, path)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return nil
            case EXDEV, ELOOP:
                throw RunFailure(
                    .usage, "\(path) leads out of \(name)",
                    hint: "copy the file into it")
            default:
                throw RunFailure(.usage, "cannot read \(path): \(String(cString: strerror(errno)))")
            }
        }
        defer { close(descriptor) }
        var size: Int64 = 0
        guard glinux_file_kind(descriptor, &size) == GLINUX_REGULAR else { return nil }
        guard size <= limit else {
            throw RunFailure(.usage, "\(path) is larger than \(limit >> 20) MB")
        }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }
}
