import LuaSyntax
package import ScriptAPI

/// A function of `graphene` that a source could call, and on what.
package struct Reach: Hashable, Sendable {
    /// The function's name: `pause`.
    package let verb: String
    package let effect: EffectClass
    package let target: Target
    /// From 1.
    package let line: Int
    /// In characters, from 1.
    package let column: Int

    /// What a call is about.
    package enum Target: Hashable, Sendable {
        /// About nothing that has a name.
        case none
        /// As the text says.
        case named(String)
        /// What the run is given under that name.
        case parameter(String)
        /// What an expression gives, which only the run can tell.
        case computed(String)
        /// Whatever the function is called with by what it is handed to.
        case handedOn
    }
}

/// Something that only a run can tell.
package struct Unknown: Hashable, Sendable {
    /// Of a source that cannot be read.
    static let everything = Unknown(text: "everything: it cannot be read", line: 1)

    /// One phrase: "a name of `graphene` that is made when the script runs".
    package let text: String
    /// From 1.
    package let line: Int
}

/// A module that a source asks for.
package struct Requirement: Hashable, Sendable {
    package let name: String
    let range: Range<Int>
}

/// A field of a module that is used.
struct ModuleUse {
    let module: String
    let name: Name
}

/// All that one source tells without being run.
package struct SourceReport: Sendable {
    package internal(set) var findings: [Finding] = []
    package internal(set) var reaches: [Reach] = []
    package internal(set) var unknowns: [Unknown] = []
    package internal(set) var requirements: [Requirement] = []
}
