import Diagnostics
package import JSONDocument
import ScriptAPI
import ScriptWire

/// Says what a session is to do, and hears what came of it: a person at a terminal, or a file.
package protocol Dialogue: Sendable {
    /// Takes what the last step came to, and waits for the next one; nil ends the session.
    ///
    /// It is asked once at a time, on the run's thread.
    func next(after outcome: StepOutcome) async -> SessionStep?
}

/// How a session differs from the run of a script.
package struct SessionPlan: Sendable {
    package var dialogue: any Dialogue
    /// Whether Ctrl-C stops the entry under way; else it ends the session.
    package var endsEntriesOnly: Bool
    /// What `help` shows besides the reference, by name: the modules of libraries.
    package var pages: [String: String]

    package init(
        _ dialogue: any Dialogue, endsEntriesOnly: Bool, pages: [String: String] = [:]
    ) {
        self.dialogue = dialogue
        self.endsEntriesOnly = endsEntriesOnly
        self.pages = pages
    }
}

/// What a session does next.
package enum SessionStep: Sendable {
    case entry(Entry)
    /// Tells what there is below a path of names, running nothing of the script's.
    case names([String])
    case variables
    /// Closes what is held open and begins anew.
    case reset
}

/// What a person typed, ready to run.
package struct Entry: Sendable {
    package enum Form: Sendable {
        /// As people read it, in so many columns.
        case shown(columns: Int)
        /// The same, but text as it is.
        case plain(columns: Int)
        case data
    }

    /// As errors in it call it: `entry 3`.
    package var name: String
    /// What was typed.
    package var text: String
    /// What is compiled.
    package var source: String
    package var form: Form
    /// Whether failures of a map that nobody looked at fail the entry.
    package var isStrict = false

    package init(_ name: String, text: String, source: String, form: Form) {
        self.name = name
        self.text = text
        self.source = source
        self.form = form
    }
}

/// What came of a step.
package enum StepOutcome: Sendable {
    /// There was none before.
    case began
    case entry(EntryOutcome)
    case names(NamesFound)
    case variables([Variable])
}

/// How an entry ended.
package struct EntryOutcome: Sendable {
    package enum Value: Sendable {
        /// Bytes of the script's making.
        case text([UInt8])
        /// `left`: how many records more there were.
        case table(TableOutput, left: Int)
    }

    package var values: [Value] = []
    /// Its values as data, where they were asked for as such.
    package var data: [JSONValue] = []
    package var failure: RunFailure?
    /// Why there was nothing to do, when it said so.
    package var skipped: String?
    /// How many operations that were begun go on in the cloud, and are `_op` now.
    package var leftRunning = 0

    package init(failure: RunFailure? = nil) { self.failure = failure }
}

/// What there is below a path of names.
package struct NamesFound: Hashable, Sendable {
    package struct Name: Hashable, Sendable {
        package var name: String
        /// What it leads to, as a script's author calls it: `function`, `database`.
        package var kind: String
        /// Whether it is called with a colon.
        package var isMethod: Bool

        package init(name: String, kind: String, isMethod: Bool) {
            self.name = name
            self.kind = kind
            self.isMethod = isMethod
        }
    }

    /// In a path: whichever element of a list.
    package static let anElement = "[1]"

    /// Of the value that the path leads to.
    package var kind: String
    package var names: [Name]

    package init(kind: String, names: [Name]) {
        self.kind = kind
        self.names = names
    }
}

/// One of a session's variables.
package struct Variable: Hashable, Sendable {
    package var name: String
    package var kind: String
    /// Its value on one line.
    package var text: String
}
