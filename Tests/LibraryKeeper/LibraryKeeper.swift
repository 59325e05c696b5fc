import Diagnostics
import Glibc
import ScriptLibrary

/// Stores the library of a folder in a cache, or vendors it: `library-keeper store|vendor FROM TO`.
@main
enum LibraryKeeper {
    static func main() {
        let words = CommandLine.arguments
        do {
            let tree = try LibraryTree(readingFrom: words[2])
            if words[1] == "store" {
                try LibraryCache(root: words[3]).store(tree)
            } else {
                try VendorFolder(words[3], rememberedIn: nil).replace(by: ["checks@1.0.0": tree])
            }
        } catch {
            print("\(error.code.rawValue): \(error.message)")
            exit(3)
        }
    }
}
