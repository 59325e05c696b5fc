import Foundation
import Glibc

/// What another process holds, as `/proc` tells root.
struct ProcessMemory {
    private struct Region {
        var start: UInt64
        var count: Int
    }

    let id: Int32

    /// One of its files, such as `environ`.
    func file(_ name: String) -> String {
        FileManager.default.contents(atPath: "/proc/\(id)/\(name)")
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The first of the texts that stands anywhere in its memory; nil for none.
    ///
    /// - Returns: Also how many bytes could be read.
    func search(for texts: [String]) -> (found: String?, size: Int) {
        let descriptor = open("/proc/\(id)/mem", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return (nil, 0) }
        defer { close(descriptor) }
        var size = 0
        for region in regions {
            var bytes = [UInt8](repeating: 0, count: region.count)
            let count = pread(descriptor, &bytes, region.count, off_t(region.start))
            guard count > 0 else { continue }
            size += count
            let found = texts.first { text in
                Self.contains(Array(text.utf8), in: bytes, count)
            }
            if let found { return (found, size) }
        }
        return (nil, size)
    }

    private static func contains(_ text: [UInt8], in bytes: [UInt8], _ count: Int) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            var at = 0
            while at + text.count <= count,
                let next = memchr(start + at, Int32(text[0]), count - at - text.count + 1)
            {
                if memcmp(next, text, text.count) == 0 { return true }
                at = next - UnsafeMutableRawPointer(mutating: start) + 1
            }
            return false
        }
    }

    /// What is mapped and can be read.
    private var regions: [Region] {
        file("maps").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard words[1].hasPrefix("r"), ends.count == 2, !line.hasSuffix("[vvar]"),
                ends[1] - ends[0] < 1 << 30
            else { return nil }
            return Region(start: ends[0], count: Int(ends[1] - ends[0]))
        }
    }
}
