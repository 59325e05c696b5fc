package import TOMLDocument

/// A rule of `protect`: which databases no disruptive effect reaches unasked.
package struct ProtectionRule: Hashable, Sendable {
    /// What it goes by.
    package enum Subject: Hashable, Sendable {
        /// Patterns for the environment and the name: `production/*`.
        case named(environment: String, name: String)
        /// One database, whatever it is called: `id:822b16bb…`.
        case id(String)
        /// The database that carries an address now: `domain:orders.example.com`.
        case domain(String)
    }

    package let subject: Subject
    /// As it was written.
    package let text: String
    package let origin: Origin

    /// Reads a rule.
    ///
    /// - Throws: `config` for a text that could be taken to protect more or less than it does.
    package init(_ text: String, _ origin: Origin) throws(ConfigurationFailure) {
        let hint = "write `environment/name` (`*` is any text), `domain:…` or `id:…`"
        func failure(_ reason: String) -> ConfigurationFailure {
            ConfigurationFailure(origin, "`protect` has `\(text)`, \(reason)", hint: hint)
        }
        self.text = text
        self.origin = origin
        if text.hasPrefix("domain:") {
            let domain = String(text.dropFirst(7))
            guard !domain.isEmpty, domain.allSatisfy({ !"/*?: ".contains($0) }) else {
                throw failure("which is no address: a domain's name has no port and no pattern")
            }
            subject = .domain(domain.lowercased())
        } else if text.hasPrefix("id:") {
            let id = String(text.dropFirst(3))
            guard !id.isEmpty, !id.contains("*") else { throw failure("which is no id") }
            subject = .id(id.lowercased())
        } else {
            guard let slash = text.firstIndex(of: "/") else {
                throw failure("which names no environment and database")
            }
            let name = String(text[text.index(after: slash)...])
            guard slash != text.startIndex, !name.isEmpty, !text.contains("//") else {
                throw failure("which names no environment and database")
            }
            guard text.allSatisfy({ !$0.isNewline }), text.first != " ", text.last != " " else {
                throw failure("which begins or ends with a space")
            }
            subject = .named(environment: String(text[..<slash]), name: name)
        }
    }
}
