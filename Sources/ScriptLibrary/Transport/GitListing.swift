import Diagnostics

/// Reads what `ls-tree -r -z -l` prints: the files of a commit, judged before any is read.
struct GitListing {
    struct Item: Equatable {
        var path: String
        var mode: TreeEntry.Mode
        /// The name git knows the content by.
        var object: String
        var size: Int
    }

    private(set) var items: [Item] = []
    private var check: TreeCheck
    private var unfinished: [UInt8] = []
    /// A mode, a kind, an object's name, a size and a path; longer ones are refused as they come.
    private static let longestLine = 4_200

    init(limits: TreeLimits) {
        check = TreeCheck(limits: limits)
    }

    /// Takes a piece of it.
    ///
    /// - Throws: `integrity`, `limit_exceeded`.
    mutating func take(_ piece: ArraySlice<UInt8>) throws(LibraryError) {
        for byte in piece {
            if byte == 0 {
                try finishLine()
            } else {
                unfinished.append(byte)
                guard unfinished.count <= Self.longestLine else {
                    throw LibraryError(.integrity, "the library has a path that is too long")
                }
            }
        }
    }

    private mutating func finishLine() throws(LibraryError) {
        defer { unfinished = [] }
        guard let tab = unfinished.firstIndex(of: UInt8(ascii: "\t")) else { throw Self.notALine }
        let words = String(decoding: unfinished[..<tab], as: UTF8.self).split(separator: " ")
        guard words.count == 4, let number = UInt32(words[0], radix: 8) else {
            throw Self.notALine
        }
        guard let path = String(validating: unfinished[(tab + 1)...], as: UTF8.self) else {
            let text = String(decoding: unfinished[(tab + 1)...], as: UTF8.self)
            throw LibraryError(
                .integrity, "the library has a file `\(text)`, whose name is no UTF-8")
        }
        guard words[1] == "blob", let mode = Self.mode(number), let size = Int(words[3]) else {
            throw LibraryError(
                .integrity,
                "the library has `\(path)`, which is \(Self.kind(number)): only files and links are "
                    + "taken")
        }
        try check.add(path, mode, size: size)
        items.append(Item(path: path, mode: mode, object: String(words[2]), size: size))
    }

    private static func mode(_ number: UInt32) -> TreeEntry.Mode? {
        // git wrote this one long ago.
        number == 0o100664 ? .regular : TreeEntry.Mode(rawValue: number)
    }

    private static func kind(_ number: UInt32) -> String {
        number == 0o160000 ? "a submodule" : "of mode \(String(number, radix: 8))"
    }

    private static var notALine: LibraryError {
        LibraryError(.internal, "git lists a commit's files in a way that is not known")
    }
}
