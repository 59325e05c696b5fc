import CLinux
import Diagnostics
import Glibc
import JSONDocument
import Timekeeping

/// Reads records, and mends what a killed process or a full disk has left of their last line.
package struct RecordReader: Sendable {
    private let folder: RunFolder

    package init(_ folder: RunFolder) { self.folder = folder }

    /// The size beyond which a record is not read: far more than a run may print.
    private static let sizeLimit = 512 << 20

    /// Reads one record.
    ///
    /// - Throws: `not_found`; `config` for a file of another user's or one that cannot be read;
    ///   `unsupported` for one of a newer version; `integrity` for what is no record.
    package func read(_ id: String) throws(RecordError) -> RecordedRun {
        let path = folder.file(id)
        let file = try RecordHandle(path)
        let isAlive = file.isBeingWritten
        var bytes = try file.contents(limit: Self.sizeLimit)
        var gaps: [String] = []
        var repair: String?
        if let end = bytes.lastIndex(of: 10), end < bytes.count - 1 {
            if !isAlive {
                repair = "its last line was torn and has been taken out"
                file.cut(to: end + 1)
            }
            bytes.removeSubrange((end + 1)...)
        }
        let lines = bytes.split(separator: 10)
        guard let first = lines.first, bytes.last == 10 else {
            throw RecordError(
                .integrity, "the record \(path) holds no whole line",
                hint: "its run was cut off at its very beginning and has changed nothing; "
                    + "remove the file")
        }
        let header = try Self.header(first, path)
        var entries: [RecordEntry] = []
        for (index, line) in lines.enumerated().dropFirst() {
            if let entry = RecordEntry(line) {
                entries.append(entry)
            } else {
                gaps.append("line \(index + 1) is no record's and was left out")
            }
        }
        return RecordedRun(
            header, Self.ordered(entries), gaps: gaps, repair: repair, isAlive: isAlive)
    }

    /// The order of the numbers; a line about a gap stays where it stands.
    private static func ordered(_ entries: [RecordEntry]) -> [RecordEntry] {
        var last: Int64 = 0
        let keyed = entries.enumerated().map { index, entry in
            last = entry.number < 0 ? last : entry.number
            return (number: last, index: index, entry: entry)
        }
        return keyed.sorted { ($0.number, $0.index) < ($1.number, $1.index) }.map(\.entry)
    }

    private static func header(
        _ line: ArraySlice<UInt8>, _ path: String
    ) throws(RecordError) -> RunHeader {
        guard let entry = RecordEntry(line), entry.event == "run",
            let format = entry["format"]?.integer
        else {
            throw RecordError(
                .integrity, "\(path) is no run's record: its first line is not one",
                hint: "remove it from the folder")
        }
        guard format <= RunHeader.format else {
            throw RecordError(
                .unsupported,
                "the record \(path) was written by a newer graphene: its format is \(format), and "
                    + "this one reads up to \(RunHeader.format)",
                hint: "use that graphene to read it")
        }
        guard let header = RunHeader(entry) else {
            throw RecordError(
                .integrity, "the first line of the record \(path) lacks what every run has",
                hint: "remove it from the folder")
        }
        return header
    }
}

/// One record's file, open for reading.
private final class RecordHandle {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws(RecordError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno != ENOENT else {
                throw RecordError(.notFound, "there is no record \(path)")
            }
            throw RecordError(
                .config, "cannot read the record \(path): \(RunFolder.reason(errno))",
                hint: "see who owns it: `ls -l`")
        }
        var file = glinux_file()
        let isKnown = glinux_describe_file(descriptor, &file) == 0
        guard isKnown, file.kind == GLINUX_REGULAR else {
            close(descriptor)
            throw RecordError(.integrity, "\(path) is no file, and so no run's record")
        }
        guard file.owner == geteuid() else {
            close(descriptor)
            throw RecordError(
                .config, "the record \(path) belongs to another user (\(file.owner))",
                hint: "read it as that user, or remove it from the folder")
        }
    }

    deinit { close(descriptor) }

    /// Whether a process has it open to write to it.
    var isBeingWritten: Bool {
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
            flock(descriptor, LOCK_UN)
            return false
        }
        return errno == EWOULDBLOCK
    }

    func contents(limit: Int) throws(RecordError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw RecordError(
                    .config, "cannot read the record \(path): \(RunFolder.reason(errno))")
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
        throw RecordError(.integrity, "the record \(path) is larger than \(limit >> 20) MB")
    }

    /// Takes half a line away; where the file cannot be written it stays, and is passed over again.
    func cut(to size: Int) {
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return }
        defer { close(file) }
        // Only while nobody writes to it, and only the file that was read.
        var (read, found) = (glinux_file(), glinux_file())
        guard flock(file, LOCK_EX | LOCK_NB) == 0, glinux_describe_file(descriptor, &read) == 0,
            glinux_describe_file(file, &found) == 0, read.identity == found.identity,
            read.size == found.size
        else { return }
        ftruncate(file, off_t(size))
    }
}
