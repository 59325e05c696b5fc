import ArgumentParser
import JSONDocument

/// A command with its arguments and subcommands, as the parser itself describes it.
struct CommandTree: Sendable {
    struct Argument: Sendable {
        enum Kind: String, Sendable {
            case positional, option, flag
        }

        let kind: Kind
        /// With their dashes, the long ones last; none of a positional one.
        let names: [String]
        /// What stands for its value.
        let valueName: String
        let help: String
        /// The heading it stands under.
        let section: String?
        let isRepeating: Bool
        let isOptional: Bool
        let fallback: String?
        /// The only values that it takes, when there is such a list.
        let values: [String]
        /// The ends of the names of files that it takes, empty for any; nil when it takes none.
        let fileExtensions: [String]?
        let takesFolder: Bool

        fileprivate init?(_ json: JSONValue) {
            guard json["shouldDisplay"]?.boolean != false,
                let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:))
            else { return nil }
            self.kind = kind
            names = (json["names"]?.array ?? []).compactMap { name in
                guard let text = name["name"]?.string else { return nil }
                return name["kind"]?.string == "long" ? "--" + text : "-" + text
            }.sorted { ($0.count, $0) < ($1.count, $1) }
            valueName = json["valueName"]?.string ?? "value"
            help = json["abstract"]?.string ?? ""
            section = json["sectionTitle"]?.string
            isRepeating = json["isRepeating"]?.boolean ?? false
            isOptional = json["isOptional"]?.boolean ?? false
            fallback = json["defaultValue"]?.string
            values = (json["allValues"]?.array ?? []).compactMap(\.string)
            let completion = json["completionKind"]
            fileExtensions = completion?["file"].map { file in
                (file["extensions"]?.array ?? []).compactMap(\.string)
            }
            takesFolder = completion?["directory"] != nil
        }
    }

    let name: String
    let abstract: String
    let discussion: String
    /// Without those that are hidden.
    let arguments: [Argument]
    /// Without those that are hidden.
    let subcommands: [CommandTree]

    private init(_ json: JSONValue) {
        name = json["commandName"]?.string ?? ""
        abstract = json["abstract"]?.string ?? ""
        discussion = json["discussion"]?.string ?? ""
        arguments = (json["arguments"]?.array ?? []).compactMap(Argument.init)
        subcommands = (json["subcommands"]?.array ?? []).filter {
            $0["shouldDisplay"]?.boolean != false
        }.map(CommandTree.init)
    }

    /// The whole command line.
    ///
    /// - Throws: Only when the parser describes itself in another way than it does.
    static func read() throws -> CommandTree {
        do {
            _ = try Graphene.parseAsRoot(["--experimental-dump-help"])
        } catch {
            let json = try JSONValue(parsing: Graphene.fullMessage(for: error))
            if let command = json["command"] { return CommandTree(command) }
        }
        throw UsageFailure("the command line cannot be described")
    }
}
