import LuaSyntax
import ScriptAPI

/// A call of a function of `graphene` where it is written.
struct Call {
    let function: HostFunction
    /// Those in parentheses: without the handle before a colon.
    let arguments: [Expression]
    let range: Range<Int>
    /// What stands before the colon.
    let receiver: (meaning: Meaning, range: Range<Int>)?

    init(
        _ function: HostFunction, _ arguments: ArraySlice<Expression>, at range: Range<Int>,
        receiver: (meaning: Meaning, range: Range<Int>)? = nil
    ) {
        self.function = function
        self.arguments = Array(arguments)
        self.range = range
        self.receiver = receiver
    }

    /// The parameters that the arguments are for.
    var parameters: ArraySlice<ParameterDescription> {
        function.parameters.dropFirst(receiver == nil ? 0 : 1)
    }

    var name: String {
        receiver == nil
            ? function.qualifiedName : ":\(function.name.split(separator: ".").last ?? "")"
    }

    /// Source text as one short line.
    static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 40 ? line.prefix(39) + "…" : line
    }
}
