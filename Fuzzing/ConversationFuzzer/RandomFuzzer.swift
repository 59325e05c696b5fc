#if !LIBFUZZER
    import Conversations
    import FoundationEssentials
    import Glibc
    import ScriptHost

    struct Options {
        var seconds = 60
        var seed: UInt64 = 1
        /// Inputs to begin with, and to vary.
        var corpus: String?
        /// Where an input is kept while it is played: what is left there has broken something.
        var current = "conversation.current"

        init(_ arguments: some Collection<String>) throws {
            for argument in arguments {
                let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
                switch (parts.first, parts.count > 1 ? parts[1] : "") {
                case ("--seconds", let text): seconds = Int(text) ?? seconds
                case ("--seed", let text): seed = UInt64(text) ?? seed
                case ("--corpus", let text): corpus = text
                case ("--current", let text): current = text
                default: throw BrokenPromise("unknown argument \(argument)")
                }
            }
        }
    }

    /// Plays the corpus, then variations of it and random conversations, until the time is over.
    ///
    /// It knows nothing of what its inputs reach; an input that takes 30 seconds ends the process.
    struct RandomFuzzer {
        private let stage: ConversationStage
        private let options: Options
        private var generator: SeededGenerator
        private var corpus: [[UInt8]] = []
        private var statuses: [Int32: Int] = [:]
        private var effects = 0

        init(_ stage: ConversationStage, _ options: Options) throws {
            self.stage = stage
            self.options = options
            generator = SeededGenerator(seed: options.seed)
            guard let folder = options.corpus else { return }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            corpus = try names.map {
                [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\($0)")))
            }
        }

        mutating func run() async throws {
            let deadline = time(nil) + options.seconds
            var played = 0
            while played < corpus.count || time(nil) < deadline {
                try await play(played < corpus.count ? corpus[played] : nextInput())
                played += 1
                if played % 256 == 1 { try await checkHost() }
            }
            try await checkHost()
            unlink(options.current)
            let ends = statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            print(
                "conversations: \(played) in \(options.seconds) s from seed \(options.seed), "
                    + "\(effects) changing effects, \(peakMegabytes) MB at most; exit statuses "
                    + ends.joined(separator: ", "))
        }

        private mutating func play(_ bytes: [UInt8]) async throws {
            try Data(bytes).write(to: URL(filePath: options.current))
            alarm(30)
            let report = try await stage.play(bytes)
            alarm(0)
            statuses[report.exitStatus, default: 0] += 1
            effects += report.effects.count
        }

        private mutating func nextInput() -> [UInt8] {
            guard !corpus.isEmpty, Bool.random(using: &generator) else {
                return random(Int.random(in: 4...160, using: &generator))
            }
            var bytes = corpus[Int.random(in: 0..<corpus.count, using: &generator)]
            for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = generator.next()
                case 1: bytes.insert(contentsOf: random(3), at: place)
                case 2: bytes.remove(at: place)
                default: bytes += bytes[place...].prefix(12)
                }
            }
            return bytes
        }

        private mutating func random(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in generator.next() }
        }

        /// What must be so between two runs.
        private func checkHost() async throws {
            alarm(30)
            try await stage.playOrdinaryRun()
            alarm(0)
            guard waitpid(-1, nil, WNOHANG) < 0, errno == ECHILD else {
                throw BrokenPromise("a run left a process behind")
            }
            let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            guard descriptors.count < 64 else {
                throw BrokenPromise("\(descriptors.count) descriptors are open")
            }
            guard peakMegabytes < 3_000 else {
                throw BrokenPromise("the host took \(peakMegabytes) MB")
            }
        }

        /// The most memory the host has had.
        private var peakMegabytes: Int {
            guard let status = try? Data(contentsOf: URL(filePath: "/proc/self/status")) else {
                return 0
            }
            let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
            let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(
                whereSeparator: \.isWhitespace)
            return (words.flatMap { Int($0[1]) } ?? 0) >> 10
        }
    }
#endif
