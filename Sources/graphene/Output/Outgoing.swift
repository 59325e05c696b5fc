import CloudClient
import Diagnostics
import JSONDocument

/// What every text passes on its way out of this process: known secrets are taken out, and what
/// could steer a terminal, forge a line or command a build server is escaped.
///
/// Nobody is trusted to have done so before: not the script process, not the cloud, not a file, and
/// not our own code that puts their words into a sentence.
enum Outgoing {
    /// What must never leave; it belongs to the process, as its descriptors do.
    static let secrets = KnownSecrets()

    /// A text as one line, whatever stands in it.
    static func line(_ text: String) -> String {
        let text = Printable.line(secrets.redaction.redact(text), limit: .max)
        return WorkflowCommands.areObeyed ? WorkflowCommands.defuse(text) : text
    }

    /// A text of several lines, of which none must be taken for another's words.
    static func text(_ text: String) -> String {
        let text = Printable.text(Array(secrets.redaction.redact(text).utf8))
        return WorkflowCommands.areObeyed ? WorkflowCommands.defuse(text) : text
    }

    /// A document on one line, with the line's end.
    static func line(_ document: JSONValue) -> [UInt8] { bytes(hidden(document).text) }

    /// A document with a line for each value, and the last line's end.
    static func document(_ document: JSONValue) -> [UInt8] {
        bytes(hidden(document).indentedText)
    }

    /// The text without any secret, and else as it is: for machines.
    static func hidden(_ text: String) -> String { secrets.redaction.redact(text) }

    /// The document without any secret.
    static func hidden(_ document: JSONValue) -> JSONValue {
        secrets.redaction.redactTexts(document)
    }

    private static func bytes(_ json: String) -> [UInt8] {
        // A line of JSON begins no command of the newer kind; `#` may be written as an escape.
        let json =
            WorkflowCommands.areObeyed ? json.replacing("##[", with: "\\u0023#[") : json
        return Array((json + "\n").utf8)
    }
}
