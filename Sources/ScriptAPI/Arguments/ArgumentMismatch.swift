import Diagnostics
package import ScriptWire

/// An argument that is not what its parameter takes; the function and the parameter are added by
/// whoever knows them.
package struct ArgumentMismatch: Error, Sendable {
    /// What the parameter takes: "a string", "one of bolt, http".
    package var expected: String
    /// What was given, short enough for one line.
    package var given: String
    /// Where inside the argument, as Lua would write it: `[2]`, `.codes`; empty for the argument.
    package var path: String
    /// What is wrong with it, as a phrase that follows its name, where "must be" is not the point.
    package var reason: String?
    /// What to do about it, when there is more to say.
    package var hint: String?

    package init(expected: String, given: WireValue, path: String = "", hint: String? = nil) {
        self.expected = expected
        self.given = Excerpt.phrase(given)
        self.path = path
        self.hint = hint
    }

    /// A key that a closed table does not have.
    package init(unknownKey key: String, among names: [String]) {
        expected = "a key of this table"
        given = Excerpt.quoted(key)
        path = ""
        reason = "has no field \(given)" + Suggestion.phrase(for: key, among: names)
        hint = "it takes \(names.joined(separator: ", "))"
    }

    /// The same mismatch, seen from the value that holds the argument.
    package func inside(_ step: String) -> ArgumentMismatch {
        var outer = self
        outer.path = step + path
        return outer
    }
}
