import Crypto
import Glibc

/// Hashes files by reading them in large pieces, into one buffer for all.
struct FileHasher {
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)

    /// Hashes an open file to its end.
    ///
    /// - Throws: `config`, naming the path.
    mutating func hash(_ descriptor: Int32, _ path: String) throws(LibraryError) -> ContentHash {
        var hasher = SHA256()
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw WholeFile.failure("read", path) }
            guard count > 0 else { return ContentHash(hasher.finalize()) }
            buffer.withUnsafeBytes {
                hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
        }
    }
}
