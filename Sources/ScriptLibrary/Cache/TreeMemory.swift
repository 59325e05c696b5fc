import Glibc

/// What is remembered of a folder whose files were found to be those of a list, so that they need not
/// be read again as long as no file or folder looks otherwise.
struct TreeMemory {
    private static let magic = Array("graphene library memory 1\n".utf8)
    static let greatestSize = 16 << 20

    let list: TreeList
    /// Of each file, link and folder; the path of the whole is empty.
    private let states: [(path: String, state: FileState)]

    init(_ list: TreeList, _ states: [(path: String, state: FileState)]) {
        self.list = list
        self.states = states
    }

    /// Whether all is there as it was, and nothing else: a folder changes when a name comes or goes.
    func holds(of folder: String) -> Bool {
        let root = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { return false }
        defer { close(root) }
        return states.allSatisfy { path, state in
            var status = stat()
            let flags = AT_SYMLINK_NOFOLLOW
            let isThere =
                path.isEmpty
                ? fstat(root, &status) == 0 : fstatat(root, path, &status, flags) == 0
            return isThere && FileState(status) == state
        }
    }
}

// As a file keeps it.
extension TreeMemory {
    var encoded: [UInt8] {
        var bytes = Self.magic
        Self.append(list.bytes.count, to: &bytes)
        bytes += list.bytes
        for (path, state) in states {
            state.append(to: &bytes)
            Self.append(path.utf8.count, to: &bytes)
            bytes += path.utf8
        }
        return bytes
    }

    /// Reads what `encoded` writes; nil for anything else, and for another library's.
    init?(_ bytes: [UInt8], of hash: TreeHash) {
        guard bytes.starts(with: Self.magic) else { return nil }
        var rest = bytes[Self.magic.count...]
        guard let listBytes = Self.take(&rest), let list = TreeList(Array(listBytes), of: hash)
        else { return nil }
        var states: [(path: String, state: FileState)] = []
        while !rest.isEmpty {
            guard rest.count > FileState.encodedSize else { return nil }
            let state = FileState(rest.prefix(FileState.encodedSize))
            rest = rest.dropFirst(FileState.encodedSize)
            guard let path = Self.take(&rest) else { return nil }
            states.append((String(decoding: path, as: UTF8.self), state))
        }
        // As many files as the list has, and their folders, of which there is one at least.
        guard states.count > list.bytes.count(where: { $0 == UInt8(ascii: "\n") }) else {
            return nil
        }
        self.init(list, states)
    }

    private static func append(_ count: Int, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(count).littleEndian) { bytes += $0 }
    }

    /// Takes a size and as many bytes.
    private static func take(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let size = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard rest.count >= size else { return nil }
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size)
    }
}
