/// Ids, secrets and dice of one simulated cloud, all derived from its seed.
///
/// The same seed and the same labels or order of calls give the same texts, in every process.
struct Identifiers: Codable, Sendable {
    let seed: UInt64
    private var issued = 0

    init(seed: UInt64) { self.seed = seed }

    /// Returns 32 hex digits that belong to a label.
    func digits(_ label: String) -> String {
        Self.hex(number(label)) + Self.hex(number(label + "/2"))
    }

    /// Returns 32 hex digits that were not returned before.
    mutating func nextDigits(_ kind: String) -> String {
        issued += 1
        return digits("\(kind)#\(issued)")
    }

    /// Returns a number that belongs to a label.
    func number(_ label: String) -> UInt64 {
        let hash = label.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return Self.mix(hash ^ Self.mix(seed))
    }

    /// Returns whether an event of that probability, in percent, happens now.
    mutating func happens(percent: Double) -> Bool {
        guard percent > 0 else { return false }
        issued += 1
        return Double(number("dice#\(issued)") % 10_000) < percent * 100
    }

    /// The finalizer of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
