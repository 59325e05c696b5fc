package import ScriptWire
import Timekeeping

/// A Swift type that a function of `graphene.*` takes from a script.
package protocol ScriptArgument: Sendable {
    /// What a script may pass, the main kind first.
    static var kinds: [ArgumentKind] { get }
    /// What a message says was expected: "a string".
    static var expectation: String { get }
    /// The only texts allowed, or none when there is no such list.
    static var choices: [String] { get }
    /// Whether nil stands for "not given".
    static var isOptional: Bool { get }
    /// The keys of a closed table, or none when it is no such thing.
    static var members: [ParameterDescription] { get }
    /// The type as LuaLS writes it: `graphene.Database|string`.
    static var luaType: String { get }

    init(_ value: WireValue) throws(ArgumentMismatch)
}

extension ScriptArgument {
    package static var expectation: String { kinds[0].phrase }
    package static var choices: [String] { [] }
    package static var isOptional: Bool { false }
    package static var members: [ParameterDescription] { [] }
    package static var luaType: String {
        choices.isEmpty
            ? LuaType.union(of: kinds) : choices.map { "\"\($0)\"" }.joined(separator: "|")
    }

    /// The mismatch of a value that is not of this type.
    package static func mismatch(_ value: WireValue, hint: String? = nil) -> ArgumentMismatch {
        ArgumentMismatch(expected: expectation, given: value, hint: hint)
    }
}

extension String: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.string] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .bytes = value else { throw Self.mismatch(value) }
        guard let text = value.text else {
            throw ArgumentMismatch(expected: "text in UTF-8", given: value)
        }
        self = text
    }
}

extension Int64: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.integer] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .integer(let value): self = value
        case .float(let number):
            guard let exact = Int64(exactly: number) else { throw Self.mismatch(value) }
            self = exact
        default: throw Self.mismatch(value)
        }
    }
}

extension Double: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.number] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        switch value {
        case .integer(let value): self = Double(value)
        case .float(let value): self = value
        default: throw Self.mismatch(value)
        }
    }
}

extension Bool: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.boolean] }
    package static var expectation: String { "true or false" }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .boolean(let value) = value else { throw Self.mismatch(value) }
        self = value
    }
}

extension Duration: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.duration, .number, .string] }
    package static var expectation: String { #"a duration such as 90, "15m" or "2h30m""# }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        let parsed: Duration? =
            switch value {
            case .integer(let seconds): DurationText.parse("\(seconds)")
            case .float(let seconds) where seconds.isFinite && seconds >= 0 && seconds < 3e9:
                .nanoseconds(Int64((seconds * 1e9).rounded()))
            case .bytes: value.text.flatMap(DurationText.parse)
            default: nil
            }
        guard let parsed else { throw Self.mismatch(value) }
        self = parsed
    }
}

extension WireValue: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.any] }
    package init(_ value: WireValue) { self = value }
}

extension WireMap: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.map] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let map = value.map else { throw Self.mismatch(value) }
        self = map
    }
}

extension Optional: ScriptArgument where Wrapped: ScriptArgument {
    package static var kinds: [ArgumentKind] { Wrapped.kinds }
    package static var expectation: String { Wrapped.expectation }
    package static var choices: [String] { Wrapped.choices }
    package static var members: [ParameterDescription] { Wrapped.members }
    package static var luaType: String { Wrapped.luaType }
    package static var isOptional: Bool { true }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        self = value == .null ? nil : try Wrapped(value)
    }
}

extension Array: ScriptArgument where Element: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.list] }
    package static var expectation: String {
        Element.kinds == [.any] ? "a list" : "a list, each \(Element.expectation)"
    }
    package static var luaType: String { LuaType.list(of: Element.luaType) }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .list(let list) = value else { throw Self.mismatch(value) }
        self = []
        for (index, element) in list.enumerated() {
            do throws(ArgumentMismatch) {
                append(try Element(element))
            } catch {
                throw error.inside("[\(index + 1)]")
            }
        }
    }
}

/// One value, or a list of them.
package struct OneOrMore<Element: Sendable>: Sendable {
    package let elements: [Element]
}

extension OneOrMore: ScriptArgument where Element: ScriptArgument {
    package static var kinds: [ArgumentKind] { Element.kinds + [.list] }
    package static var expectation: String { "\(Element.expectation) or a list of them" }
    package static var choices: [String] { Element.choices }
    package static var luaType: String {
        Element.luaType + "|" + LuaType.list(of: Element.luaType)
    }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .list = value else {
            do throws(ArgumentMismatch) {
                elements = [try Element(value)]
            } catch {
                throw ArgumentMismatch(expected: Self.expectation, given: value)
            }
            return
        }
        elements = try [Element](value)
    }
}

/// A Lua function; the host never holds one, so this only describes and checks the parameter.
package struct ScriptFunction: ScriptArgument {
    package static var kinds: [ArgumentKind] { [.function] }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard case .opaque("function") = value else { throw Self.mismatch(value) }
    }
}

/// An argument that is one of a few words.
package protocol ScriptChoice: ScriptArgument, CaseIterable, RawRepresentable<String> {}

extension ScriptChoice {
    package static var kinds: [ArgumentKind] { [.string] }
    package static var choices: [String] { allCases.map(\.rawValue) }
    package static var expectation: String {
        "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let text = value.text, let choice = Self(rawValue: text) else {
            throw Self.mismatch(value)
        }
        self = choice
    }
}
