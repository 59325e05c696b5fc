/// The first bytes of Bolt: the versions that a client speaks, and the one that the server takes.
///
/// Nothing of a login is sent.
enum BoltGreeting {
    enum Answer: Hashable, Sendable {
        case version(String)
        case noVersion
        /// A web server, by the beginning of its answer.
        case web
        case other
    }

    /// The magic number, then four offers: 5.8 to 5.0, 4.4 to 4.2, 4.1 and 3.
    static let request: [UInt8] = [
        0x60, 0x60, 0xb0, 0x17, 0, 8, 8, 5, 0, 2, 4, 4, 0, 0, 1, 4, 0, 0, 0, 3,
    ]

    /// Reads the four bytes that are the answer.
    static func read(_ bytes: [UInt8]) -> Answer {
        guard bytes.count >= 4 else { return .other }
        if bytes.starts(with: Array("HTTP".utf8)) { return .web }
        let (minor, major) = (bytes[2], bytes[3])
        if bytes[..<4].allSatisfy({ $0 == 0 }) { return .noVersion }
        guard bytes[0] == 0, bytes[1] == 0, (1...9).contains(major), minor <= 99 else {
            return .other
        }
        return .version(minor == 0 && major < 4 ? "\(major)" : "\(major).\(minor)")
    }
}
