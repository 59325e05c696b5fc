import Crypto
import Glibc

/// Hashes files by reading them in large pieces, into one buffer for all.
struct FileHasher {
    private static let pieceSize = 256 << 10
    /// Made with the first file, for many folders that are looked for are not there.
    private var buffer: [UInt8] = []

    /// Hashes an open file to its end.
    ///
    /// - Parameters:
    ///   - descriptor: Where it is open, at its begin.
    ///   - size: How large it was when it was opened; what it has grown by since may be left out.
    ///   - path: What messages call it.
    /// - Returns: The hash of what was read.
    /// - Throws: `config`, naming the path.
    mutating func hash(
        _ descriptor: Int32, size: Int, _ path: @autoclosure () -> String
    ) throws(LibraryError) -> ContentHash {
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.pieceSize) }
        var hasher = SHA256()
        var done = 0
        while done < size {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw LibraryFile.failure("read", path()) }
            guard count > 0 else { break }
            buffer.withUnsafeBytes {
                hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
            done += count
        }
        return ContentHash(hasher.finalize())
    }
}
