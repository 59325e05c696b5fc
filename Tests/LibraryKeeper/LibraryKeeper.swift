import Diagnostics
import Glibc
import ScriptLibrary

/// Stores the library of a folder in a cache, vendors it, or fetches one:
/// `library-keeper store FOLDER CACHE`, `vendor FOLDER PROJECT`, `fetch URL COMMIT CACHE`.
@main
enum LibraryKeeper {
    static func main() {
        let words = CommandLine.arguments
        do {
            switch words[1] {
            case "store":
                try LibraryCache(root: words[3]).store(try LibraryTree(readingFrom: words[2]))
            case "vendor":
                let tree = try LibraryTree(readingFrom: words[2])
                try VendorFolder(words[3], rememberedIn: nil).replace(by: ["checks@1.0.0": tree])
            default:
                let cache = LibraryCache(root: words[4])
                let path = getenv("PATH").map { String(cString: $0) } ?? ""
                let transport = GitTransport(environment: ["PATH": path], scratch: cache.scratch)
                let source = GitSource(try LibraryURL(words[2]), transport)
                try cache.store(try source.tree(commit: words[3]))
            }
        } catch {
            print("\(error.code.rawValue): \(error.message)")
            exit(3)
        }
    }
}
