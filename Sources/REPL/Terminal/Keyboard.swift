import Glibc

/// What comes from a terminal, cut into keys and pasted text: a value, tested without one.
///
/// A terminal that knows how to says where a paste begins and ends; for any other, much at once is
/// taken for one.
struct Keyboard {
    enum Event: Hashable {
        case key(Unicode.Scalar)
        /// Text that was pasted, and is no command to an editor.
        case pasted(String)
        /// A paste that was larger than an entry may be; none of it was kept.
        case tooLarge
    }

    /// Bytes of one entry at most.
    static let limit = 262_144
    /// As much at once as nobody types.
    static let burst = 256

    private static let begin = Array("\u{1b}[200~".utf8)
    private static let end = Array("\u{1b}[201~".utf8)

    private var bytes: [UInt8] = []
    private var position = 0
    /// What was pasted so far; nil outside of a paste.
    private var pasted: [UInt8]?
    private var isTooLarge = false
    /// Whether the paste ends where nothing more comes, and not with a mark.
    private var isBurst = false

    /// Takes what was read; `isLast` when nothing more is there at the moment.
    mutating func take(_ read: [UInt8], isLast: Bool) {
        bytes.removeFirst(position)
        position = 0
        let isFree = bytes.isEmpty && pasted == nil
        if isFree, read.count >= Self.burst, read.contains(10) || read.contains(13),
            !read.contains(0x1b)
        {
            (pasted, isBurst) = ([], true)
        }
        bytes += read
        if pasted != nil { gather() }
        if isBurst, isLast { endOfBurst() }
    }

    /// Bytes of a paste that has not come to its end.
    var isPasting: Bool { pasted != nil }

    private var ready: [Event] = []

    /// The next event; nil when more must be read.
    mutating func next() -> Event? {
        if !ready.isEmpty { return ready.removeFirst() }
        guard pasted == nil, position < bytes.count else { return nil }
        let rest = bytes[position...]
        if rest.starts(with: Self.begin) {
            position += Self.begin.count
            pasted = []
            gather()
            return next()
        }
        // Its beginning may be the beginning of a mark.
        if rest.count < Self.begin.count, rest.count > 1, Self.begin.starts(with: rest) {
            return nil
        }
        return scalar().map { .key($0) }
    }

    /// Passes over the rest of a key's sequence, whose escape character was the last event.
    mutating func dropSequence() {
        guard position < bytes.count, [0x5b, 0x4f].contains(bytes[position]) else { return }
        position += 1
        while position < bytes.count {
            position += 1
            if (0x40...0x7e).contains(bytes[position - 1]) { return }
        }
    }

    private mutating func gather() {
        guard var text = pasted else { return }
        let rest = Array(bytes[position...])
        let mark = isBurst ? nil : Self.find(Self.end, in: rest)
        let kept = mark ?? (isBurst ? rest.count : max(0, rest.count - Self.end.count + 1))
        if text.count + kept > Self.limit {
            isTooLarge = true
            text = []
        }
        if !isTooLarge { text += rest[..<kept] }
        position += kept
        pasted = text
        guard mark != nil else { return }
        position += Self.end.count
        finish(text)
    }

    private mutating func endOfBurst() {
        isBurst = false
        finish(pasted ?? [])
    }

    private mutating func finish(_ text: [UInt8]) {
        ready.append(isTooLarge ? .tooLarge : .pasted(Self.text(text)))
        (pasted, isTooLarge) = (nil, false)
    }

    /// A terminal sends a carriage return for the end of a line.
    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }

    /// One character; what is no UTF-8 is U+FFFD, a byte at a time.
    private mutating func scalar() -> Unicode.Scalar? {
        let first = bytes[position]
        let count =
            switch first {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        guard bytes.count - position >= count else { return nil }
        let piece = bytes[position..<position + count]
        guard let text = String(validating: piece, as: UTF8.self),
            let scalar = text.unicodeScalars.first
        else {
            position += 1
            return "\u{fffd}"
        }
        position += count
        return scalar
    }

    private static func find(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return nil }
            var start = 0
            while start + mark.count <= all.count,
                let found = memchr(
                    base + start, Int32(mark[0]), all.count - mark.count - start + 1)
            {
                if memcmp(found, mark, mark.count) == 0 { return UnsafeRawPointer(found) - base }
                start = UnsafeRawPointer(found) - base + 1
            }
            return nil
        }
    }
}
