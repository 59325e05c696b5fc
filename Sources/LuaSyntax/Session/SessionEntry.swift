/// What one entry of an interactive session is, and how it is to be run.
package enum SessionEntry: Sendable {
    /// More text is needed; what is typed next belongs to it.
    case incomplete
    /// It is not Lua.
    case invalid(SyntaxFailure)
    /// Expressions, whose values are what the chunk returns.
    case expressions(SessionChunk)
    /// Statements; where they return values, these are to be shown, too.
    case block(SessionChunk)

    /// Judges an entry and makes of it what keeps its locals for the entries that follow.
    ///
    /// A top-level `local` becomes an assignment to a global of the session: with its attributes
    /// gone, so that a constant may be assigned to by a later entry; a `local function` becomes a
    /// global one. Functions that were made before and name the same local see the new value, as
    /// there is one field for each name. Lines stay what they are. Locals inside of blocks and
    /// functions stay locals, and so do all of an entry that replaces its `_ENV`.
    ///
    /// - Parameters:
    ///   - text: What was typed. A first line that begins with `#` is part of it.
    ///   - closer: The function that a variable declared `<close>` is given to once it has its
    ///     value: `closer("name", value)` returns the value and closes it when the session ends.
    package init(_ text: [UInt8], closer: String) {
        let source = SourceText(text)
        do throws(SyntaxFailure) {
            var parser = try Parser(source, as: .entry)
            try parser.expressionsAlone()
            self = .expressions(SessionChunk(source: Array("return ".utf8) + text))
        } catch {
            self.init(statementsOf: source, closer: closer, noExpressions: error)
        }
    }

    private init(statementsOf source: SourceText, closer: String, noExpressions: SyntaxFailure) {
        do throws(SyntaxFailure) {
            var parser = try Parser(source, as: .entry)
            self = .block(SessionRewriter.rewritten(try parser.chunk(), closer: closer))
        } catch {
            if error.isIncomplete || noExpressions.isIncomplete {
                self = .incomplete
            } else {
                // The reading that came further is the one that was meant.
                let isExpression = noExpressions.range.lowerBound > error.range.lowerBound
                self = .invalid(isExpression ? noExpressions : error)
            }
        }
    }
}

/// An entry as it is to be compiled.
package struct SessionChunk: Sendable {
    package let source: [UInt8]
    /// The globals of the session that its declarations have become, each once, in order.
    package var variables: [String] = []
    /// Those of them that are to be closed when the session ends, in the order of declaration.
    package var closing: [String] = []
}
