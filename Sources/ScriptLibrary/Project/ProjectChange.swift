import Diagnostics
import TOMLDocument

/// A change of several files of a folder, which is made whole or not at all.
///
/// What the files are to be is written to a file of its own first. Once that has its name, the change
/// counts: whoever reads the project reads it there, and the next one to change the project finishes
/// it. A process that is killed anywhere leaves the files as they were before or as they are after.
struct ProjectChange: Hashable, Sendable {
    static let fileName = ".graphene-change"

    struct File: Hashable, Sendable {
        var name: String
        /// The hash of what was there; nil when nothing was.
        var before: String?
        var text: String
        var mode: UInt32
    }

    var files: [File]
}

extension ProjectChange {
    var text: String {
        var text = "# A change that `graphene lib` has begun; the next `graphene lib` ends it.\n"
        for file in files {
            text += "\n[[file]]\nname = \(TOMLText.quoted(file.name))\n"
            if let before = file.before { text += "before = \(TOMLText.quoted(before))\n" }
            text += "mode = \(file.mode)\ntext = \(TOMLText.quoted(file.text))\n"
        }
        return text
    }

    init(parsing bytes: [UInt8], from path: String) throws(LibraryError) {
        do throws(ConfigurationFailure) {
            let root = try ClosedTable(
                LocatedValue(parsing: bytes, from: path), "a change", keys: ["file"])
            guard case .array(let elements) = root["file"]?.content else {
                throw ConfigurationFailure("\(path) changes nothing")
            }
            files = []
            for element in elements {
                let table = try ClosedTable(
                    element, "a changed file", keys: ["name", "before", "mode", "text"])
                guard let name = try table.string("name")?.value, !name.contains("/"),
                    case .integer(let mode) = table["mode"]?.content,
                    case .string(let text) = table["text"]?.content
                else { throw ConfigurationFailure(element.origin, "it is no changed file") }
                files.append(
                    File(
                        name: name, before: try table.string("before")?.value, text: text,
                        mode: UInt32(truncatingIfNeeded: mode) & 0o777))
            }
        } catch {
            throw LibraryError(
                .integrity, "a change that was begun cannot be read: \(error.message)",
                hint: "remove \(path) to give it up", cause: error)
        }
    }
}
