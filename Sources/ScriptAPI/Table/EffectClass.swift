/// What a function can do to the world; the letters are those of the reference.
package enum EffectClass: String, CaseIterable, Sendable {
    case read = "R"
    case create = "C"
    case reversible = "M"
    case disruptive = "D"
    case destructive = "X"

    /// Whether it leaves the cloud other than it was.
    package var changes: Bool { self != .read }

    /// The class in words: "reads", "destroys data".
    package var phrase: String {
        switch self {
        case .read: "reads"
        case .create: "creates"
        case .reversible: "changes, reversibly"
        case .disruptive: "disrupts"
        case .destructive: "destroys data"
        }
    }
}

/// A right that a manifest may give a script or a library.
package enum Grant: String, CaseIterable, Sendable {
    case read, create, pause, resume, restart, clone, snapshot, restore, resize, settings, plugins
    case switchDNS = "switch_dns"
    case delete, api
}

/// Who carries a function out.
package enum Place: String, Sendable {
    /// The host, as an effect that may wait.
    case host
    /// The host, at once and without touching anything.
    case answer
    /// The prelude in the script process.
    case script
}

/// What a script's call reaches first.
package enum Front: String, Sendable {
    /// The host's own function.
    case host
    /// A function of the prelude, which does what only Lua can and asks the host for the rest.
    case prelude = "script"
}

/// Where a function appears.
package enum Visibility: Sendable {
    /// As `graphene.NAME`.
    case function
    /// As a method of the handle before the dot: `operation.wait`.
    case method
    /// Nowhere; the prelude asks for it.
    case prelude
    /// Only in a test's file, under the name as it is: `test`, `cloud.run`; and `expect.to_equal` as
    /// what `expect` returns.
    case test
}
