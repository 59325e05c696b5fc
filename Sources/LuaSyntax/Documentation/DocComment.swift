/// A run of `---` lines, as LuaLS reads them.
package struct DocComment: Hashable, Sendable {
    /// The lines that are no annotations, without their dashes; one line for each.
    package var summary = ""
    /// The `---@param` lines, in order.
    package var parameters: [Parameter] = []
    /// The results that the `---@return` lines tell of, in order.
    package var results: [Result] = []
    /// The other annotations as they are written, without the dashes: `@deprecated`.
    package var annotations: [String] = []

    /// What `---@deprecated` says beside that word; nil where it does not stand.
    package var deprecation: String? {
        let word = "@deprecated"
        let line = annotations.first { $0 == word || $0.hasPrefix(word + " ") }
        return line.map { String($0.dropFirst(word.count)).trimmed }
    }

    /// `---@param name type text`; the name of one that may be left out has `?` behind it.
    package struct Parameter: Hashable, Sendable {
        package let name: String
        package let isOptional: Bool
        /// Empty when it is not told.
        package let type: String
        package let text: String
    }

    /// `---@return type text`.
    package struct Result: Hashable, Sendable {
        package let type: String
        /// What follows the type; by custom it begins with the result's name.
        package let text: String
    }

    /// Reads lines from which the three dashes are taken.
    init(lines: [String]) {
        var summary: [Substring] = []
        for line in lines {
            var words = AnnotationWords(line)
            switch words.tag() {
            case "@param": parameters.append(Self.parameter(&words))
            case "@return": results += Self.results(&words)
            case .some: annotations.append(String(words.line))
            case nil: summary.append(line.first == " " ? line.dropFirst() : Substring(line))
            }
        }
        self.summary = summary.joined(separator: "\n").trimmed
    }

    private static func parameter(_ words: inout AnnotationWords) -> Parameter {
        let name = words.word()
        let isOptional = name.hasSuffix("?")
        return Parameter(
            name: isOptional ? String(name.dropLast()) : name, isOptional: isOptional,
            type: words.type(), text: words.rest)
    }

    /// One line may tell of several results: `string name, integer? line`.
    private static func results(_ words: inout AnnotationWords) -> [Result] {
        var results: [Result] = []
        while true {
            let type = words.type()
            guard let name = words.listedName() else {
                results.append(Result(type: type, text: words.rest))
                return results
            }
            results.append(Result(type: type, text: name))
        }
    }
}

extension String {
    /// Without the blanks and empty lines around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        let end = start.reversed().prefix(while: \.isWhitespace).count
        return String(start.dropLast(end))
    }
}
