import Diagnostics
package import ScriptWire
import Timekeeping

/// One parameter as a script declares it.
package struct ParameterDeclaration: Sendable {
    package let name: String
    package let type: ParameterType
    package let defaultValue: WireValue?
    package let isRequired: Bool
    package let help: String?
    package let values: [WireValue]?
    package let pattern: LuaPattern?
    package let minimum: WireValue?
    package let maximum: WireValue?

    /// The texts among the only values allowed; nil when any may be given.
    package var choices: [String]? { values?.compactMap(\.text) }

    /// What a declaration may hold.
    package static let keys = [
        "type", "default", "required", "help", "values", "pattern", "min", "max",
    ]

    /// Reads a declaration; what is wrong with it is the script's own mistake.
    init(_ name: String, _ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else {
            throw ArgumentMismatch(
                expected: "a table such as { type = \"string\" }", given: value)
        }
        for entry in map.entries where !Self.keys.contains(entry.key.text ?? "") {
            throw ArgumentMismatch(unknownKey: entry.key.text ?? "", among: Self.keys)
        }
        let type = try Self.read("type", ParameterType?.self, in: map) ?? .string
        self.name = name
        self.type = type
        isRequired = try Self.read("required", Bool?.self, in: map) ?? false
        help = try Self.read("help", String?.self, in: map)
        values = try Self.read("values", [WireValue]?.self, in: map)
        pattern = try Self.read("pattern", LuaPattern?.self, in: map)
        minimum = try Self.bound("min", in: map, of: type)
        maximum = try Self.bound("max", in: map, of: type)
        try Self.refuseDefault(in: map, of: type)
        defaultValue = try map["default"].map { (value) throws(ArgumentMismatch) in
            do throws(ArgumentMismatch) {
                return try type.checked(value)
            } catch {
                throw error.inside(".default")
            }
        }
        try checkConsistency(map)
    }

    /// A default would let the script choose which file or variable of the host's is read.
    private static func refuseDefault(
        in map: WireMap, of type: ParameterType
    ) throws(ArgumentMismatch) {
        guard type == .secret, let value = map["default"], value != .null else { return }
        var refusal = ArgumentMismatch(
            expected: "left out of a secret", given: .null, path: ".default",
            hint: "only the person who runs the script says where a secret is: "
                + "`--param NAME=env:VARIABLE` or `--param NAME=file:PATH`")
        refusal.given = "what was given"
        throw refusal
    }

    private static func read<Value: ScriptArgument>(
        _ key: String, _ type: Value.Type, in map: WireMap
    ) throws(ArgumentMismatch) -> Value {
        do throws(ArgumentMismatch) {
            return try Value(map[key] ?? .null)
        } catch {
            throw error.inside(".\(key)")
        }
    }

    private static func bound(
        _ key: String, in map: WireMap, of type: ParameterType
    ) throws(ArgumentMismatch) -> WireValue? {
        guard let value = map[key], value != .null else { return nil }
        do throws(ArgumentMismatch) {
            guard type.isBounded else {
                throw ArgumentMismatch(expected: "left out for this type", given: value)
            }
            switch type {
            case .string, .list, .map: return .integer(try Int64(value))
            default: return try type.checked(value)
            }
        } catch {
            throw error.inside(".\(key)")
        }
    }

    private func checkConsistency(_ map: WireMap) throws(ArgumentMismatch) {
        if type == .enumeration, values?.isEmpty ?? true {
            throw ArgumentMismatch(
                expected: "a list of what may be given", given: map["values"] ?? .null,
                path: ".values")
        }
        if pattern != nil, !type.isText {
            throw ArgumentMismatch(
                expected: "left out for this type", given: map["pattern"] ?? .null, path: ".pattern"
            )
        }
        if isRequired, defaultValue != nil {
            throw ArgumentMismatch(
                expected: "left out of a required parameter", given: map["default"] ?? .null,
                path: ".default")
        }
        if let defaultValue {
            do throws(ArgumentMismatch) {
                try checkLimits(of: defaultValue)
            } catch {
                throw error.inside(".default")
            }
        }
    }

    /// Reads what was given for the parameter on the command line, once or more often.
    func value(ofTexts texts: [String]) throws(ArgumentMismatch) -> WireValue {
        guard let last = texts.last else { return .null }
        var value = try type.value(ofText: last)
        if texts.count > 1 {
            guard type == .list else {
                throw ArgumentMismatch(expected: "given once", given: .text(last))
            }
            var all: [WireValue] = []
            for text in texts {
                if case .list(let part) = try type.value(ofText: text) { all += part }
            }
            value = .list(all)
        }
        try checkLimits(of: value)
        return value
    }

    /// Checks what was given for the parameter in the `--params` file.
    func value(of given: WireValue) throws(ArgumentMismatch) -> WireValue {
        let value = try type.checked(given)
        try checkLimits(of: value)
        return value
    }

    /// Checks `values`, `pattern`, `min` and `max`.
    private func checkLimits(of value: WireValue) throws(ArgumentMismatch) {
        let elements: [WireValue] = if case .list(let list) = value { list } else { [value] }
        let allowed = values.map(Set.init)
        for element in elements {
            if let values, allowed?.contains(element) == false {
                let names = values.map { $0.text.map(Excerpt.quoted) ?? Excerpt.phrase($0) }
                var mismatch = ArgumentMismatch(
                    expected: "one of " + names.joined(separator: ", "), given: element)
                mismatch.hint = element.text.flatMap { text in
                    Suggestion.nearest(to: text, among: values.compactMap(\.text))
                }.map { "did you mean `\($0)`?" }
                throw mismatch
            }
            if let pattern, !(element.text.map(pattern.matches) ?? false) {
                throw ArgumentMismatch(
                    expected: "text that matches the pattern \(Excerpt.quoted(pattern.text))",
                    given: element)
            }
        }
        try checkBounds(of: value)
    }

    private func checkBounds(of value: WireValue) throws(ArgumentMismatch) {
        guard minimum != nil || maximum != nil, let size = Self.size(value) else { return }
        if let minimum, let least = Self.size(minimum), size < least {
            throw ArgumentMismatch(expected: "at least \(phrase(minimum))", given: value)
        }
        if let maximum, let most = Self.size(maximum), size > most {
            throw ArgumentMismatch(expected: "at most \(phrase(maximum))", given: value)
        }
    }

    private func phrase(_ bound: WireValue) -> String {
        switch type {
        case .string: "\(Self.text(of: bound)) characters long"
        case .list, .map: "\(Self.text(of: bound)) entries long"
        default: shown(bound)
        }
    }

    /// The number, milliseconds, length or count that bounds apply to.
    private static func size(_ value: WireValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .float(let number): number
        case .bytes: value.text.map { Double($0.count) }
        case .list(let list): Double(list.count)
        case .map(let map): Double(map.entries.count)
        case .handle(let handle) where handle.kind == "time": Double(handle.id)
        default: nil
        }
    }

    /// A value of this parameter as help and messages write it.
    func shown(_ value: WireValue) -> String {
        if type == .duration, let duration = try? Duration(value) {
            return DurationText.format(duration)
        }
        return Self.text(of: value)
    }

    private static func text(of value: WireValue) -> String {
        switch value {
        case .bytes: value.text ?? "?"
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .list(let list): list.map(text).joined(separator: ",")
        case .map(let map):
            map.entries.map { "\(text(of: $0.key))=\(text(of: $0.value))" }.joined(separator: ",")
        case .handle(let handle) where handle.kind == "time":
            Int64(handle.id).flatMap(Instant.init(millisecondsSince1970:)).map(Timestamp.format)
                ?? handle.id
        default: Excerpt.phrase(value)
        }
    }
}

extension ParameterType: ScriptChoice {}
