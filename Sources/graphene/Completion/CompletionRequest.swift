/// What stands on a command line in front of the cursor, as the command tree reads it.
struct CompletionRequest: Sendable {
    /// What the word under the cursor is.
    enum Place: Sendable {
        /// A command's or an option's name.
        case name
        /// The value of an option.
        case value(CommandTree.Argument)
        /// The value of a positional argument.
        case positional(CommandTree.Argument)
        case nothing
    }

    private(set) var command: CommandTree
    /// The names of the command and of those above it, without the program's.
    private(set) var path: [String] = []
    /// What was given for options, by their longest names, in order.
    private(set) var options: [(name: String, value: String)] = []
    private(set) var positionals: [String] = []
    /// The word so far; of `--option=value` the value.
    private(set) var prefix = ""
    /// What of the word stands before `prefix`: `--option=`.
    private(set) var lead = ""
    private(set) var place = Place.nothing

    /// Reads the words after the program's name; the last one is being typed.
    init(_ words: [String], in tree: CommandTree) {
        command = tree
        var pending: CommandTree.Argument?
        var areOptionsOver = false
        for word in words.dropLast() {
            if let option = pending {
                note(option, word)
                pending = nil
            } else if word == "--", !areOptionsOver {
                areOptionsOver = true
            } else if word.hasPrefix("-"), word != "-", !areOptionsOver {
                pending = read(option: word)
            } else if positionals.isEmpty, let next = subcommand(word) {
                command = next
                path.append(word)
            } else {
                positionals.append(word)
            }
        }
        settle(words.last ?? "", pending, areOptionsOver)
    }

    /// The values given for an option of that name.
    func values(of name: String) -> [String] {
        options.filter { $0.name == name }.map(\.value)
    }

    private func subcommand(_ word: String) -> CommandTree? {
        command.subcommands.first { $0.name == word }
    }

    private func option(_ name: some StringProtocol) -> CommandTree.Argument? {
        command.arguments.first { $0.names.contains(String(name)) }
    }

    private mutating func note(_ option: CommandTree.Argument, _ value: String) {
        options.append((option.names.last ?? "", value))
    }

    /// - Returns: The option whose value is the next word.
    private mutating func read(option word: String) -> CommandTree.Argument? {
        if let equals = word.firstIndex(of: "="), let option = option(word[..<equals]) {
            note(option, String(word[word.index(after: equals)...]))
            return nil
        }
        guard let option = option(word) else { return nil }
        guard option.kind == .option else {
            note(option, "")
            return nil
        }
        return option
    }

    private mutating func settle(
        _ word: String, _ pending: CommandTree.Argument?, _ areOptionsOver: Bool
    ) {
        prefix = word
        if let pending {
            place = .value(pending)
        } else if word.hasPrefix("-"), !areOptionsOver {
            guard let equals = word.firstIndex(of: "="),
                let option = option(word[..<equals]), option.kind == .option
            else {
                place = .name
                return
            }
            place = .value(option)
            lead = String(word[...equals])
            prefix = String(word[word.index(after: equals)...])
        } else if !command.subcommands.isEmpty, positionals.isEmpty {
            place = .name
        } else {
            let all = command.arguments.filter { $0.kind == .positional }
            let next = all.dropFirst(positionals.count).first ?? all.last { $0.isRepeating }
            place = next.map { .positional($0) } ?? .nothing
        }
    }
}

/// What can stand at the cursor.
struct CompletionAnswer: Sendable {
    struct Word: Hashable, Sendable {
        var text: String
        /// What it means, in a few words.
        var note = ""
    }

    var words: [Word] = []
    /// Whether, and which, files or folders fit too, as the shells' scripts read it.
    var files = "words"

    init(_ words: [Word] = []) { self.words = words }

    init(_ texts: some Sequence<String>) { words = texts.map { Word(text: $0) } }

    /// The lines for a shell: those words that begin with a prefix, each once.
    ///
    /// A word that a shell would read as anything but itself is left out: names are the cloud's.
    func lines(beginning prefix: String, after lead: String) -> [String] {
        var seen: Set<String> = []
        let fitting = words.filter { word in
            word.text.hasPrefix(prefix) && word.text.utf8.allSatisfy(Self.isPlain)
                && seen.insert(word.text).inserted
        }
        return [files]
            + fitting.map { word in
                let note = String(word.note.prefix(80)).filter { !$0.isNewline && $0 != "\t" }
                return lead + word.text + (note.isEmpty ? "" : "\t" + note)
            }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "._-/@:=+,".utf8.contains(byte)
        }
    }
}

/// A word as bash hands it over, with its quotes.
enum ShellWord {
    static func unquoted(_ word: String) -> String {
        var result = ""
        var quote: Character?
        var isEscaped = false
        for character in word {
            if isEscaped {
                result.append(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            } else {
                result.append(character)
            }
        }
        return result
    }
}
