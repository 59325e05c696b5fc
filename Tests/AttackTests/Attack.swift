import Diagnostics
import Foundation
import ScriptHost
import Testing
import Timekeeping

/// One file of `Attacks/`: a script, and in its leading comments what it attacks and how it must end.
struct Attack: CustomTestStringConvertible, Sendable {
    /// The path in `Attacks/`.
    let name: String
    let path: String
    private(set) var title = ""
    private(set) var family = Family.memory
    private(set) var promise = Promise.hostLives
    private(set) var defence = Defence.libluaChecks
    /// How the run may end.
    private(set) var endings: [Ending] = []
    /// What must be in its output, in that order or any other.
    private(set) var prints: [String] = []
    /// What must be nowhere in what leaves the host.
    private(set) var hides: [String] = []
    /// What must be in what leaves the host, whichever way.
    private(set) var tells: [String] = []
    /// A part of the error's message.
    private(set) var message: String?
    private(set) var limits = Attack.limits

    var testDescription: String { name }

    enum Ending: Hashable, Sendable {
        case ok
        case error(ErrorCode)

        init?(_ text: Substring) {
            if text == "ok" {
                self = .ok
            } else {
                guard let code = ErrorCode(rawValue: String(text)) else { return nil }
                self = .error(code)
            }
        }

        init(_ report: RunReport) { self = report.failure.map { .error($0.code) } ?? .ok }
    }

    /// What an attack gets that says nothing of it.
    private static var limits: RunLimits {
        var limits = RunLimits()
        limits.memory = 16 << 20
        limits.processorTime = .milliseconds(200)
        limits.output = 1 << 20
        limits.cleanup = .seconds(30)
        limits.silence = .seconds(5)
        return limits
    }
}

// MARK: Reading

/// Why a file of `Attacks/` is none.
struct BadAttack: Error, CustomStringConvertible {
    let description: String
}

extension Attack {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Attacks")

    /// Every attack, in the order of its families and names; with `ATTACK_DEFENCE` in the
    /// environment, those that name the defence
    /// of this file name.
    static var all: [Attack] {
        get throws {
            let only = ProcessInfo.processInfo.environment["ATTACK_DEFENCE"]
            return try Family.allCases.flatMap { family in
                try FileManager.default
                    .contentsOfDirectory(atPath: folder.appending(path: family.folder).path)
                    .filter { $0.hasSuffix(".lua") }.sorted()
                    .map { try Attack(family.folder + "/" + $0) }
            }.filter { only == nil || $0.defence.fileName == only }
        }
    }

    init(_ name: String) throws {
        let path = Self.folder.appending(path: name).path
        try self.init(name, path, text: String(contentsOfFile: path, encoding: .utf8))
    }

    /// Reads the header: lines `-- key: value` until the first other one.
    init(_ name: String, _ path: String, text: String) throws {
        self.name = name
        self.path = path
        var seen: Set<Substring> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("-- "), let colon = line.firstRange(of: ": ") else { break }
            let key = line.dropFirst(3)[..<colon.lowerBound]
            let isNew = seen.insert(key).inserted
            guard isNew || ["prints", "tells", "hides"].contains(key) else {
                throw BadAttack(description: "\(name): `\(key)` twice")
            }
            try read(key, line[colon.upperBound...])
        }
        for key in ["attack", "family", "promise", "defence", "expect"] {
            guard seen.contains(key[...]) else {
                throw BadAttack(description: "\(name): no `\(key)`")
            }
        }
        guard name.hasPrefix(family.folder + "/") else {
            throw BadAttack(description: "\(name): it is not in the folder of its family")
        }
    }

    private mutating func read(_ key: Substring, _ value: Substring) throws {
        switch key {
        case "attack": title = String(value)
        case "family": family = try Self.known(value, key, name)
        case "promise": promise = try Self.known(value, key, name)
        case "defence": defence = try Self.known(value, key, name)
        case "expect":
            endings = try value.split(separator: " or ").map { word in
                guard let ending = Ending(word) else {
                    throw BadAttack(description: "\(name): no run ends with `\(word)`")
                }
                return ending
            }
        case "prints": prints.append(String(value).replacing("\\n", with: "\n"))
        case "tells": tells.append(String(value))
        case "hides": hides.append(String(value))
        case "message": message = String(value)
        case "limits": for part in value.split(separator: ", ") { try readLimit(part) }
        default: throw BadAttack(description: "\(name): unknown key `\(key)`")
        }
    }

    /// `cpu 2s`, `memory 16`, `output 1` (both in MB), `effects 9`, `timeout 10s`.
    private mutating func readLimit(_ part: Substring) throws {
        let words = part.split(separator: " ")
        guard words.count == 2 else { throw BadAttack(description: "\(name): limit `\(part)`") }
        let (duration, size) = (DurationText.parse(String(words[1])), Int(words[1]))
        switch (words[0], duration, size) {
        case ("cpu", let time?, _): limits.processorTime = time
        case ("timeout", let time?, _): limits.timeout = time
        case ("memory", _, let size?): limits.memory = size << 20
        case ("effects", _, let count?): limits.effects = count
        case ("output", _, let size?): limits.output = size << 20
        default: throw BadAttack(description: "\(name): limit `\(part)`")
        }
    }

    private static func known<Word: RawRepresentable<String>>(
        _ value: Substring, _ key: Substring, _ name: String
    ) throws -> Word {
        guard let word = Word(rawValue: String(value)) else {
            throw BadAttack(description: "\(name): no \(key) is called `\(value)`")
        }
        return word
    }
}
