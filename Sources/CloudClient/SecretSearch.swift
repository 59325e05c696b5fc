/// Finds secrets in bytes, in every form: each byte of one may be written as it is, or escaped as in
/// a URL (`%2F`) or in JSON (`\u002f`, `\/`), with digits of either case, one like this and the next
/// like that.
struct SecretSearch: Sendable {
    private let forms: [SecretForm]
    /// The forms that may begin with two bytes, and one bit for each two bytes that any begins with:
    /// most of a text is passed over by looking at that alone.
    private var candidates: [[Int]] = [[]]
    private var isStart: [UInt64]
    /// Where the candidates of two bytes stand.
    private var places: [UInt16]
    /// What may be the beginning of a form when no more than one byte of it is there.
    private var isFirst = [Bool](repeating: false, count: 256)
    private let longest: Int

    init(_ forms: [SecretForm]) {
        self.forms = forms
        isStart = forms.isEmpty ? [] : [UInt64](repeating: 0, count: 1_024)
        places = forms.isEmpty ? [] : [UInt16](repeating: 0, count: 65_536)
        longest = forms.map(\.bytes.count).max() ?? 0
        for (index, form) in forms.enumerated() {
            for pair in Self.starts(of: form) {
                if places[Int(pair)] == 0 {
                    places[Int(pair)] = UInt16(candidates.count)
                    candidates.append([])
                }
                let place = Int(places[Int(pair)])
                if candidates[place].last != index { candidates[place].append(index) }
                isStart[Int(pair >> 6)] |= 1 << UInt64(pair & 63)
                isFirst[Int(pair >> 8)] = true
            }
        }
    }

    /// Where secrets stand, in order; those that overlap are one.
    func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard !forms.isEmpty, text.count > 1 else { return [] }
        var ranges: [Range<Int>] = []
        isStart.withUnsafeBufferPointer { isStart in
            var pair = Int(text[0])
            for start in 0..<text.count - 1 {
                pair = (pair << 8 | Int(text[start + 1])) & 0xffff
                guard isStart[pair >> 6] >> UInt64(pair & 63) & 1 != 0,
                    let end = end(of: pair, in: text, from: start)
                else { continue }
                if let last = ranges.last, start < last.upperBound {
                    ranges[ranges.count - 1] = last.lowerBound..<max(end, last.upperBound)
                } else {
                    ranges.append(start..<end)
                }
            }
        }
        return ranges
    }

    /// How many bytes at the end are the beginning of a secret.
    func unfinished(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard !forms.isEmpty, let last = text.last, last != 10 else { return 0 }
        // An escape takes at most seven bytes, with one backslash doubled.
        for start in max(0, text.count - longest * 7)..<text.count - 1 {
            let pair = Int(text[start]) << 8 | Int(text[start + 1])
            guard isStart[pair >> 6] >> UInt64(pair & 63) & 1 != 0 else { continue }
            for index in candidates[Int(places[pair])] {
                for order in forms[index].orders {
                    var match = SecretMatch(text, from: start, order)
                    if match.take(forms[index]) == .unfinished { return text.count - start }
                }
            }
        }
        return isFirst[Int(last)] ? 1 : 0
    }

    private func end(
        of pair: Int, in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        var longest: Int?
        for index in candidates[Int(places[pair])] {
            for order in forms[index].orders {
                var match = SecretMatch(text, from: start, order)
                guard match.take(forms[index]) == .whole else { continue }
                longest = max(longest ?? 0, match.position)
            }
        }
        return longest
    }

    /// Every two bytes that a form, escaped or not, may begin with.
    private static func starts(of form: SecretForm) -> [UInt16] {
        let alternatives = form.bytes.prefix(2).map { SecretMatch.spellings(of: $0, form.kind) }
        var starts: [UInt16] = []
        for first in alternatives[0] {
            var second = alternatives[1]
            if form.kind != .hexadecimal { second += [UInt8(ascii: "%"), UInt8(ascii: "\\")] }
            if form.kind == .base64 { second += [10, 13] }
            starts += second.map { UInt16(first) << 8 | UInt16($0) }
            guard form.kind != .hexadecimal else { continue }
            for digit in SecretMatch.digits(first >> 4) {
                starts.append(UInt16(UInt8(ascii: "%")) << 8 | UInt16(digit))
            }
            for next in [UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "\\"), first] {
                starts.append(UInt16(UInt8(ascii: "\\")) << 8 | UInt16(next))
            }
        }
        return starts
    }
}
