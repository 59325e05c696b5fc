import Diagnostics
package import TOMLDocument

/// One account, as a person's own configuration describes it.
package struct Profile: Sendable {
    package var name: String
    package var origin: Origin
    package var apiURL: Sourced<String>?
    package var clientID: Sourced<String>?
    package var clientIDFile: Sourced<String>?
    package var clientSecretFile: Sourced<String>?
    /// A program and its arguments; prints JSON.
    package var credentialCommand: Sourced<[String]>?
    package var protect: [ProtectionRule]
    package var limits: ChangeLimits
    package var rate: Sourced<Double>?
    package var readOnly: Sourced<Bool>?
    /// What to assume of the real API where it is not known, in the order of the file.
    package var assume: [Sourced<Assumption>]

    private static let keys = [
        "api_url", "client_id", "client_id_file", "client_secret_file", "credential_command",
        "protect", "limits", "rate", "read_only", "assume",
    ]
    private static let refused = [
        "client_secret": "a secret does not belong into a configuration file"
    ]

    init(_ name: String, _ value: LocatedValue) throws(ConfigurationFailure) {
        let table = try ClosedTable(
            value, "profile `\(name)`", keys: Self.keys, refused: Self.refused,
            hint: "put it into a file of its own, and name that with `client_secret_file`")
        self.name = name
        origin = value.origin
        apiURL = try table.string("api_url")
        clientID = try table.string("client_id")
        clientIDFile = try table.string("client_id_file")
        clientSecretFile = try table.string("client_secret_file")
        let words = try table.strings("credential_command")
        credentialCommand = table["credential_command"].map {
            Sourced(words.map(\.value), $0.origin)
        }
        rate = try table.rate("rate")
        readOnly = try table.boolean("read_only")
        protect = try Self.rules(table)
        limits = try Self.limits(table)
        assume = try Self.assumptions(table)
        try checkCredentials()
    }

    private func checkCredentials() throws(ConfigurationFailure) {
        if let clientIDFile, clientID != nil {
            throw ConfigurationFailure(
                clientIDFile.origin, "`client_id_file` and `client_id` say the same thing twice",
                hint: "leave out one of them")
        }
        guard let credentialCommand else { return }
        if let other = clientSecretFile ?? clientIDFile {
            throw ConfigurationFailure(
                other.origin, "profile `\(name)` has a `credential_command` too, and one must win",
                hint: "leave out the command or the file")
        }
        guard let program = credentialCommand.value.first, !program.isEmpty else {
            throw ConfigurationFailure(
                credentialCommand.origin, "`credential_command` is empty",
                hint: "write the program and its arguments as a list")
        }
        guard program.hasPrefix("/") || !program.contains("/") else {
            throw ConfigurationFailure(
                credentialCommand.origin,
                "`credential_command` would run `\(program)` of whatever folder a run starts in",
                hint: "write its path from the root, or a name that PATH leads to")
        }
    }

    static func rules(_ table: ClosedTable) throws(ConfigurationFailure) -> [ProtectionRule] {
        var rules: [ProtectionRule] = []
        for text in try table.strings("protect") {
            rules.append(try ProtectionRule(text.value, text.origin))
        }
        return rules
    }

    static func limits(_ table: ClosedTable) throws(ConfigurationFailure) -> ChangeLimits {
        guard let value = table["limits"] else { return ChangeLimits() }
        return try ChangeLimits(value)
    }

    private static func assumptions(
        _ table: ClosedTable
    ) throws(ConfigurationFailure) -> [Sourced<Assumption>] {
        guard let value = table["assume"] else { return [] }
        guard case .table(let members) = value.content else {
            throw ConfigurationFailure(
                value.origin, "`assume` must be a table, not \(value.typePhrase)")
        }
        var assumptions: [Sourced<Assumption>] = []
        for (key, value) in members {
            let text: String
            switch value.content {
            case .string(let string): text = string
            case .integer(let number): text = "\(number)"
            case .number(let number): text = "\(number)"
            case .boolean(let flag): text = "\(flag)"
            case .table, .array, .other:
                throw ConfigurationFailure(
                    value.origin,
                    "`\(key)` in `assume` must be text, a number, true or false, not "
                        + value.typePhrase)
            }
            assumptions.append(Sourced(Assumption(name: key, value: text), value.origin))
        }
        return assumptions
    }
}

/// What is taken for true of the real API: `operation_failed` = `failed,aborted`.
package struct Assumption: Hashable, Sendable {
    package var name: String
    package var value: String

    /// As `--assume` takes it.
    package var text: String { "\(name)=\(value)" }
}
