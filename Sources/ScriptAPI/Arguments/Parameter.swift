import ScriptWire

/// A parameter of a function: its type settles what a script may pass.
package struct Parameter<Value>: Sendable {
    package let description: ParameterDescription

    /// Describes a parameter; `type` is what editors are told of it where the Swift type says less.
    package init(_ name: String, _ help: String, as type: String? = nil)
    where Value: ScriptArgument {
        description = ParameterDescription(
            name: name, help: help, type: Value.self, editorType: type)
    }
}

/// One key of a function's options table.
///
/// An option whose type is optional may be left out; any other one must be given, unless it has a
/// default.
package struct Option<Value: Sendable>: Sendable {
    // The type itself does not ask for a `ScriptArgument`: at each start of the host that would be
    // looked up for each of them.
    package let description: ParameterDescription
    private let fallback: Value?

    package init(_ name: String, _ help: String, as type: String? = nil)
    where Value: ScriptArgument {
        description = ParameterDescription(
            name: name, help: help, type: Value.self, editorType: type)
        fallback = nil
    }

    /// Describes an option that has a value when it is not given, and how the reference writes that.
    package init(
        _ name: String, _ help: String, default fallback: Value, shownAs text: String
    ) where Value: ScriptArgument {
        description = ParameterDescription(
            name: name, help: help, type: Value.self, defaultText: text)
        self.fallback = fallback
    }

    /// Reads the option out of an options table.
    func value(in map: WireMap) throws(ArgumentMismatch) -> Value where Value: ScriptArgument {
        let given = map[description.name] ?? .null
        if given == .null, let fallback { return fallback }
        do throws(ArgumentMismatch) {
            return try Value(given)
        } catch {
            throw error.inside(description.name)
        }
    }
}

/// What the reference, the messages and the script process know of a parameter or an option.
package struct ParameterDescription: Sendable {
    package let name: String
    package let help: String
    package let kinds: [ArgumentKind]
    package let expectation: String
    package let choices: [String]
    package let isOptional: Bool
    package let defaultText: String?
    /// The keys of a parameter that is a closed table.
    package let members: [ParameterDescription]
    private let type: any ScriptArgument.Type
    private let editorType: String?

    init(
        name: String, help: String, type: any ScriptArgument.Type, defaultText: String? = nil,
        editorType: String? = nil
    ) {
        self.name = name
        self.help = help
        kinds = type.kinds
        expectation = type.expectation
        choices = type.choices
        isOptional = type.isOptional || defaultText != nil
        self.defaultText = defaultText
        members = type.members
        self.type = type
        self.editorType = editorType
    }

    /// The type as LuaLS writes it: `graphene.Database|string`; a closed table is `table`.
    package var luaType: String { editorType ?? type.luaType }

    /// States of databases as most clouds call them, where one is meant; others may be right too.
    package var usualStates: [String] {
        luaType.split(separator: "|").contains("graphene.State") ? Self.states : []
    }

    static let states = ["running", "paused", "failed"]

    /// The kinds, or the choices: `string or list`, `"stop" or "collect"`.
    ///
    /// That whatever has a name or a notation may be given as text goes without saying.
    package var typeText: String {
        guard choices.isEmpty else {
            return choices.map { "\"\($0)\"" }.joined(separator: " or ")
        }
        let plain: [ArgumentKind] = [.string, .integer, .number]
        let shown =
            plain.contains(kinds[0]) || kinds[0] == .boolean
            ? kinds : kinds.filter { !plain.contains($0) }
        return shown.map { $0 == .map ? "table" : $0.rawValue }.joined(separator: " or ")
    }
}
