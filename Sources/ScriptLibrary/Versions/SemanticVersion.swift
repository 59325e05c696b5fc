/// A version as https://semver.org/spec/v2.0.0.html has it: `1.4.0`, `2.0.0-rc.1`.
package struct SemanticVersion: Hashable, Sendable {
    package var major: Int
    package var minor: Int
    package var patch: Int
    /// What stands behind the `-`, in its parts; empty for a release.
    package var prerelease: [Identifier]
    /// What stands behind the `+`; it says how something was built, and not what is newer.
    package var build: String

    /// A part of a pre-release.
    package enum Identifier: Hashable, Sendable {
        case number(Int)
        case word(String)
    }

    package init(
        _ major: Int, _ minor: Int, _ patch: Int, prerelease: [Identifier] = [], build: String = ""
    ) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.prerelease = prerelease
        self.build = build
    }

    /// Reads a whole version; nil for anything else, such as `1.4` or `01.4.0`.
    package init?(_ text: some StringProtocol) { self.init(reading: Substring(text)) }

    private init?(reading text: Substring) {
        // Comparing them would take time by their length.
        guard text.utf8.count <= 256 else { return nil }
        let halves = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2 {
            let parts = halves[1].split(separator: ".", omittingEmptySubsequences: false)
            guard parts.allSatisfy(Self.isWord) else { return nil }
            build = String(halves[1])
        } else {
            build = ""
        }
        let sides = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = sides[0].split(separator: ".", omittingEmptySubsequences: false)
            .map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1],
            let patch = numbers[2]
        else { return nil }
        (self.major, self.minor, self.patch) = (major, minor, patch)
        prerelease = []
        guard sides.count == 2 else { return }
        for part in sides[1].split(separator: ".", omittingEmptySubsequences: false) {
            guard Self.isWord(part) else { return nil }
            if part.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
                guard let number = Self.number(part) else { return nil }
                prerelease.append(.number(number))
            } else {
                prerelease.append(.word(String(part)))
            }
        }
    }

    /// Reads a tag: a version, with or without a `v` before it.
    package init?(tag: some StringProtocol) {
        self.init(tag.first == "v" ? tag.dropFirst() : tag[...])
    }

    package var isPrerelease: Bool { !prerelease.isEmpty }

    static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            text.utf8.count == 1 || text.first != "0"
        else { return nil }
        return Int(text)
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}

extension SemanticVersion: CustomStringConvertible {
    package var description: String {
        let parts = prerelease.map {
            switch $0 {
            case .number(let number): "\(number)"
            case .word(let word): word
            }
        }
        return "\(major).\(minor).\(patch)"
            + (parts.isEmpty ? "" : "-" + parts.joined(separator: "."))
            + (build.isEmpty ? "" : "+" + build)
    }
}

extension SemanticVersion: Comparable {
    /// Whether the left one is older, as section 11 of the specification orders them; of versions that
    /// differ in their build alone, which it leaves unordered, the text decides.
    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let (one, other) = (left.numbers, right.numbers)
        if one != other { return one.lexicographicallyPrecedes(other) }
        if left.prerelease != right.prerelease {
            // A release is newer than what came before it.
            guard left.isPrerelease, right.isPrerelease else { return left.isPrerelease }
            return left.prerelease.lexicographicallyPrecedes(right.prerelease)
        }
        return left.build < right.build
    }

    private var numbers: [Int] { [major, minor, patch] }
}

extension SemanticVersion.Identifier: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.number(let one), .number(let other)): one < other
        case (.number, .word): true
        case (.word, .number): false
        case (.word(let one), .word(let other)): one.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }
}
