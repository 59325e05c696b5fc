import Diagnostics

/// A table of which every key is known; whatever else stands in it is an error.
package struct ClosedTable {
    package let members: [(key: String, value: LocatedValue)]
    private let name: String

    /// Checks the keys.
    ///
    /// - Parameters:
    ///   - value: The table.
    ///   - name: What messages call the table: "a project file".
    ///   - keys: All that it takes.
    ///   - refused: Keys that are known and may not stand here, and why.
    ///   - hint: What to do about those.
    /// - Throws: `config`, for what is no table or has a key that it does not take.
    package init(
        _ value: LocatedValue, _ name: String, keys: [String], refused: [String: String] = [:],
        hint: String? = nil
    ) throws(ConfigurationFailure) {
        guard case .table(let members) = value.content else {
            throw ConfigurationFailure(
                value.origin, "\(name) must be a table, not \(value.typePhrase)")
        }
        for (key, value) in members where !keys.contains(key) {
            if let reason = refused[key] {
                throw ConfigurationFailure(
                    value.origin, "`\(key)` may not stand in \(name): \(reason)",
                    hint: hint)
            }
            throw ConfigurationFailure(
                value.origin, "\(name) has no `\(key)`" + Suggestion.phrase(for: key, among: keys),
                hint: "it takes \(keys.joined(separator: ", "))")
        }
        self.members = members
        self.name = name
    }

    package subscript(key: String) -> LocatedValue? { members.first { $0.key == key }?.value }

    package func string(_ key: String) throws(ConfigurationFailure) -> Sourced<String>? {
        guard let value = self[key] else { return nil }
        guard case .string(let text) = value.content else {
            throw mismatch(key, value, "text in quotes")
        }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw ConfigurationFailure(value.origin, "`\(key)` is empty, or holds a zero byte")
        }
        return Sourced(text, value.origin)
    }

    /// The texts of a list, each with its own line; none when the key is not there.
    package func strings(_ key: String) throws(ConfigurationFailure) -> [Sourced<String>] {
        guard let value = self[key] else { return [] }
        let expectation = "a list of texts, [\"…\"]"
        guard case .array(let elements) = value.content else {
            throw mismatch(key, value, expectation)
        }
        var texts: [Sourced<String>] = []
        for element in elements {
            guard case .string(let text) = element.content else {
                throw mismatch(key, element, expectation)
            }
            texts.append(Sourced(text, element.origin))
        }
        return texts
    }

    package func boolean(_ key: String) throws(ConfigurationFailure) -> Sourced<Bool>? {
        guard let value = self[key] else { return nil }
        guard case .boolean(let flag) = value.content else {
            throw mismatch(key, value, "true or false")
        }
        return Sourced(flag, value.origin)
    }

    /// A number of requests a second.
    package func rate(_ key: String) throws(ConfigurationFailure) -> Sourced<Double>? {
        guard let value = self[key] else { return nil }
        let number: Double? =
            switch value.content {
            case .integer(let number): Double(number)
            case .number(let number): number
            default: nil
            }
        guard let number, number.isFinite, number > 0, number <= 1_000 else {
            throw mismatch(key, value, "a number above 0 and at most 1000")
        }
        return Sourced(number, value.origin)
    }

    private func mismatch(
        _ key: String, _ value: LocatedValue, _ expectation: String
    ) -> ConfigurationFailure {
        let given: String =
            switch value.content {
            case .integer(let number): "\(number)"
            case .number(let number): "\(number)"
            case .boolean(let flag): "\(flag)"
            default: value.typePhrase
            }
        return ConfigurationFailure(
            value.origin, "`\(key)` must be \(expectation), not \(given)")
    }
}
