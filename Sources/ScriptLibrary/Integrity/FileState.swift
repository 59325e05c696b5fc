import Glibc

/// What tells, without reading it, that a file or folder is as it was.
struct FileState: Equatable {
    var mode: UInt64
    var size: UInt64
    var inode: UInt64
    /// Nanoseconds since 1970, as are those of the next one.
    var modified: Int64
    /// Which no program can set back.
    var changed: Int64

    init(_ status: stat) {
        mode = UInt64(status.st_mode)
        size = UInt64(bitPattern: Int64(status.st_size))
        inode = UInt64(status.st_ino)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

// As a file keeps it.
extension FileState {
    static let encodedSize = 40

    func append(to bytes: inout [UInt8]) {
        for number in [
            mode, size, inode, UInt64(bitPattern: modified), UInt64(bitPattern: changed),
        ] {
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }
    }

    /// Reads `encodedSize` bytes.
    init(_ bytes: ArraySlice<UInt8>) {
        let numbers = bytes.withUnsafeBytes { raw in
            (0..<5).map {
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
        }
        mode = numbers[0]
        size = numbers[1]
        inode = numbers[2]
        modified = Int64(bitPattern: numbers[3])
        changed = Int64(bitPattern: numbers[4])
    }
}
