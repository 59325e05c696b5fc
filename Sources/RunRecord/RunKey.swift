import Diagnostics
import Glibc

/// A name that a person gave a run, held by one process at a time.
package final class RunKey: Sendable {
    package let name: String
    private let descriptor: Int32

    /// Takes the name until this object goes.
    ///
    /// - Throws: `usage` for what is no name, `conflict` while another run has it, `config` when it
    ///   cannot be told.
    package init(_ name: String, in folder: RunFolder) throws(RecordError) {
        guard Self.isName(name) else {
            throw RecordError(
                .usage, "--run-id \(name) is no name for a run",
                hint: "use up to 100 letters, digits, `.`, `_` and `-`, a letter or digit first")
        }
        try folder.make()
        let path = "\(folder.path)/\(name).lock"
        self.name = name
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw RecordError(
                .config, "cannot name the run \(name): \(path): \(RunFolder.reason(errno))",
                hint: RunFolder.otherFolder)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            guard number == EWOULDBLOCK else {
                throw RecordError(
                    .config, "cannot lock \(path): \(RunFolder.reason(number))",
                    hint: RunFolder.otherFolder)
            }
            throw RecordError(
                .conflict, "a run named \(name) is under way" + Self.holder(of: descriptor),
                hint: "`graphene runs show \(name)` tells how far it is; wait for it, or give "
                    + "this one another name")
        }
    }

    deinit { close(descriptor) }

    /// Leaves word of who has the name, for others to be told.
    package func tell(run id: String) {
        let text = Array("\(getpid()) \(id)\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.count, 0)
    }

    static func isName(_ name: String) -> Bool {
        let isWord = name.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return Character(scalar).isASCII
                && (Character(scalar).isLetter || Character(scalar).isNumber
                    || "._-".unicodeScalars.contains(scalar))
        }
        return isWord && (1...100).contains(name.utf8.count)
            && name.first.map { $0.isLetter || $0.isNumber } == true
    }

    private static func holder(of descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 200)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let words = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        guard words.count == 2 else { return "" }
        return " (process \(words[0]), run \(words[1].prefix(12)))"
    }
}
