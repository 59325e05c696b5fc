import Diagnostics

/// One thing about the real cloud that nobody public has shown, and what is assumed instead.
package struct Assumption: Sendable {
    /// What the setting may be set to.
    package enum Values: Sendable {
        /// One of these; the first is the default.
        case choice([(value: String, meaning: String)])
        /// A number in a range.
        case number(standard: Double, range: ClosedRange<Double>, meaning: String)
        /// A comma-separated list of words.
        case words(standard: String, meaning: String)
    }

    package var name: AssumptionName
    /// The row of the list of unknowns that it settles; nil for one found since.
    package var row: Int?
    /// What is unknown.
    package var unknown: String
    package var values: Values

    init(_ name: AssumptionName, row: Int? = nil, _ unknown: String, _ values: Values) {
        self.name = name
        self.row = row
        self.unknown = unknown
        self.values = values
    }

    /// What is assumed unless something else is asked for.
    package var standard: String {
        switch values {
        case .choice(let choices): choices[0].value
        case .number(let standard, _, _): Assumptions.text(standard)
        case .words(let standard, _): standard
        }
    }

    /// Says why a value cannot be had, or returns nil when it can.
    func objection(to value: String) -> String? {
        switch values {
        case .choice(let choices):
            let known = choices.map(\.value)
            return known.contains(value)
                ? nil : "it is one of \(known.map { "`\($0)`" }.joined(separator: ", "))"
        case .number(_, let range, _):
            guard let number = Double(value), range.contains(number) else {
                let (low, high) = (range.lowerBound, range.upperBound)
                return "it is a number from \(Assumptions.text(low)) to \(Assumptions.text(high))"
            }
            return nil
        case .words:
            let isPlain = value.utf8.allSatisfy {
                $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    || Character(Unicode.Scalar($0)).isLetter
                    || Character(Unicode.Scalar($0)).isNumber
            }
            return isPlain ? nil : "it is a list of plain words with commas between"
        }
    }
}

/// What one simulated cloud assumes about the real one.
package struct Assumptions: Sendable, Hashable, Codable {
    /// Only what differs from the table's defaults.
    private var chosen: [String: String] = [:]

    package init() {}

    /// Reads settings written `name=value`, the last of a name winning.
    ///
    /// - Throws: `usage` for an unknown name or a value that it cannot have.
    package init(_ settings: some Sequence<String>) throws(SimulatorError) {
        for setting in settings { try set(setting) }
    }

    /// Reads what was saved, and checks it.
    package init(from decoder: any Decoder) throws {
        let saved = try decoder.singleValueContainer().decode([String: String].self)
        for name in saved.keys.sorted() { try set("\(name)=\(saved[name] ?? "")") }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(chosen)
    }

    /// The value that is assumed.
    package subscript(_ name: AssumptionName) -> String {
        chosen[name.rawValue] ?? Assumption.named(name).standard
    }

    /// The value of a numeric assumption.
    package func number(_ name: AssumptionName) -> Double { Double(self[name]) ?? 0 }

    /// The words of a list assumption.
    package func words(_ name: AssumptionName) -> [String] {
        self[name].split(separator: ",").map(String.init)
    }

    /// The names whose value is not the default, sorted.
    package var changed: [String] { chosen.keys.sorted() }

    /// Takes one setting written `name=value`.
    ///
    /// - Throws: `usage` for an unknown name or a value that it cannot have.
    package mutating func set(_ setting: String) throws(SimulatorError) {
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw SimulatorError(
                .usage, "the assumption `\(setting)` is not written as name=value",
                hint:
                    "write for example `lists=bare`; `graphene simulator --assumptions` lists them all"
            )
        }
        guard let name = AssumptionName(rawValue: String(parts[0])) else {
            throw SimulatorError.unknownAssumption(String(parts[0]))
        }
        let assumption = Assumption.named(name)
        if let objection = assumption.objection(to: String(parts[1])) {
            throw SimulatorError(
                .usage,
                "the assumption `\(name.rawValue)` cannot be `\(parts[1])`: \(objection)",
                hint: "`--assumptions` says what each value does")
        }
        let value = String(parts[1])
        chosen[name.rawValue] = value == assumption.standard ? nil : value
    }

    /// Writes a number without a needless fraction.
    static func text(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(number)
    }
}

extension Assumption {
    static func named(_ name: AssumptionName) -> Assumption {
        guard let assumption = byName[name] else {
            preconditionFailure("the assumption \(name.rawValue) is not in the table")
        }
        return assumption
    }

    private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

    /// Writes the whole table as text for a terminal.
    package static func listing(_ assumptions: Assumptions = Assumptions()) -> String {
        table.map { assumption in
            let row = assumption.row.map { " (unknown \($0))" } ?? ""
            var lines = ["\(assumption.name.rawValue)\(row): \(assumption.unknown)"]
            let current = assumptions[assumption.name]
            switch assumption.values {
            case .choice(let choices):
                for choice in choices {
                    let mark = choice.value == current ? "*" : " "
                    lines.append("  \(mark) \(choice.value): \(choice.meaning)")
                }
            case .number(_, let range, let meaning):
                let bounds =
                    "\(Assumptions.text(range.lowerBound))…\(Assumptions.text(range.upperBound))"
                lines.append("  * \(current): \(meaning) (\(bounds))")
            case .words(_, let meaning):
                lines.append("  * \(current.isEmpty ? "(none)" : current): \(meaning)")
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
