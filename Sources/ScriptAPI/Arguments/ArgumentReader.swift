import Diagnostics
import ScriptWire

/// A function's parameters, as messages about its arguments need them.
struct ArgumentBinding: Sendable {
    let function: String
    let parameters: [ParameterDescription]
    let options: [ParameterDescription]
}

/// Hands out the arguments of one call, in the order of the parameters.
struct ArgumentReader {
    private let binding: ArgumentBinding
    private let values: [WireValue]
    private let optionValues: WireMap
    private var position = 0

    /// Separates the options table from the arguments and checks its keys.
    ///
    /// An options table may stand where optional parameters were left out: `clone(db, {name = …})`.
    init(_ binding: ArgumentBinding, _ given: [WireValue]) throws(APIFailure) {
        self.binding = binding
        var values = given
        while values.last == .null { values.removeLast() }
        let count = binding.parameters.count
        var table = WireValue.null
        if !binding.options.isEmpty {
            if values.count == count + 1 {
                table = values.removeLast()
            } else if let last = values.last, Self.isOptions(last, at: values.count - 1, binding) {
                table = values.removeLast()
            }
        }
        guard values.count <= count else { throw Self.tooMany(given.count, binding) }
        self.values = values
        optionValues = try Self.checked(table, binding)
    }

    /// Reads the next argument as the type of its parameter.
    mutating func next<Value: ScriptArgument>(_ type: Value.Type) throws(APIFailure) -> Value {
        let parameter = binding.parameters[position]
        let value = position < values.count ? values[position] : .null
        position += 1
        do throws(ArgumentMismatch) {
            return try Value(value)
        } catch {
            throw failure(error, of: parameter.name, isMissing: value == .null)
        }
    }

    /// Reads the options.
    func options<Values>(_ table: OptionTable<Values>) throws(APIFailure) -> Values {
        do throws(ArgumentMismatch) {
            return try table.values(optionValues)
        } catch {
            throw failure(error, of: "", isMissing: error.given == "nil")
        }
    }

    private static func isOptions(
        _ value: WireValue, at position: Int, _ binding: ArgumentBinding
    ) -> Bool {
        guard position < binding.parameters.count, binding.parameters[position].isOptional,
            binding.parameters[position].kinds.allSatisfy({ ![.map, .list, .any].contains($0) })
        else { return false }
        return value.map != nil
    }

    private static func tooMany(_ count: Int, _ binding: ArgumentBinding) -> APIFailure {
        let most = binding.parameters.count + (binding.options.isEmpty ? 0 : 1)
        let limit = most == 0 ? "no" : "at most \(most)"
        return APIFailure(
            .usage,
            "\(binding.function) takes \(limit) argument\(most == 1 ? "" : "s"), "
                + "but \(count) \(count == 1 ? "was" : "were") given",
            hint: binding.options.isEmpty ? nil : "put what it should know into the options table")
    }

    private static func checked(
        _ table: WireValue, _ binding: ArgumentBinding
    ) throws(APIFailure) -> WireMap {
        guard table != .null else { return WireMap() }
        guard let map = table.map else {
            throw APIFailure(
                .usage,
                "\(binding.function): the options must be a table, not \(Excerpt.phrase(table))")
        }
        let names = binding.options.map(\.name)
        for entry in map.entries {
            guard let key = entry.key.text else {
                throw APIFailure(
                    .usage,
                    "\(binding.function): options have names, not \(Excerpt.phrase(entry.key))"
                )
            }
            guard names.contains(key) else {
                let suggestion = Suggestion.phrase(for: key, among: names)
                throw APIFailure(
                    .usage,
                    "\(binding.function): unknown option \(Excerpt.quoted(key))\(suggestion)",
                    hint: "it takes \(names.joined(separator: ", "))")
            }
        }
        return map
    }

    private func failure(
        _ mismatch: ArgumentMismatch, of parameter: String, isMissing: Bool
    ) -> APIFailure {
        let name = "`\(parameter)\(mismatch.path)`"
        if let reason = mismatch.reason {
            return APIFailure(
                .usage, "\(binding.function): \(name) \(reason)", hint: mismatch.hint)
        }
        let message =
            isMissing
            ? "\(binding.function): \(name) is missing; it must be \(mismatch.expected)"
            : "\(binding.function): \(name) must be \(mismatch.expected), not \(mismatch.given)"
        return APIFailure(.usage, message, hint: mismatch.hint)
    }
}
