import Diagnostics
import TOMLDocument

/// A person's own configuration: accounts, and which one is meant.
struct UserConfiguration: Sendable {
    var path: String
    var defaultProfile: Sourced<String>?
    /// In the order of the file.
    var profiles: [Profile] = []

    private static let keys = ["default_profile", "profiles"]
    private static let misplaced = Dictionary(
        uniqueKeysWithValues: ["api_url", "client_id", "protect", "limits", "rate", "read_only"]
            .map { ($0, "it belongs into a profile, below `[profiles.NAME]`") })

    init(parsing bytes: [UInt8], from path: String) throws(ConfigurationFailure) {
        self.path = path
        let table = try ClosedTable(
            LocatedValue(parsing: bytes, from: path), "a configuration file's top level",
            keys: Self.keys, refused: Self.misplaced, hint: "move it there")
        defaultProfile = try table.string("default_profile")
        if let value = table["profiles"] {
            guard case .table(let members) = value.content else {
                throw ConfigurationFailure(
                    value.origin, "`profiles` must be a table, not \(value.typePhrase)",
                    hint: "write `[profiles.NAME]`")
            }
            for (name, value) in members { profiles.append(try Profile(name, value)) }
        }
        if let defaultProfile { _ = try profile(defaultProfile) }
    }

    /// The profile of a name.
    func profile(_ name: Sourced<String>) throws(ConfigurationFailure) -> Profile {
        if let profile = profiles.first(where: { $0.name == name.value }) { return profile }
        let names = profiles.map(\.name)
        throw ConfigurationFailure(
            name.origin,
            "there is no profile `\(name.value)` in \(path)"
                + Suggestion.phrase(for: name.value, among: names),
            hint: names.isEmpty
                ? "describe it there, below `[profiles.\(name.value)]`"
                : "it has \(names.joined(separator: ", "))")
    }
}

/// What a project asks of every run of its scripts; it can only narrow.
struct ProjectConfiguration: Sendable {
    var protect: [ProtectionRule]
    var limits: ChangeLimits
    var rate: Sourced<Double>?
    var readOnly: Sourced<Bool>?

    static let fileName = "graphene.toml"

    private static let ownKeys = ["protect", "limits", "rate", "read_only"]
    /// What is about packages, which others read: the same file may be a package's manifest.
    private static let packageKeys = ["package", "dependencies", "grants"]
    private static let refused: [String: String] = {
        let account = "whoever gives you the project would choose your account"
        let secret = "whoever gives you the project would choose what is sent as your secret"
        return [
            "api_url":
                "whoever gives you the project could have your token sent to an address of theirs",
            "client_id": account, "client_id_file": account, "profiles": account,
            "default_profile": account, "profile": account,
            "client_secret": secret, "client_secret_file": secret,
            "credential_command": "whoever gives you the project could run a command of theirs",
            "assume": "whoever gives you the project could have failures taken for successes",
        ]
    }()

    init(parsing bytes: [UInt8], from path: String) throws(ConfigurationFailure) {
        let table = try ClosedTable(
            LocatedValue(parsing: bytes, from: path), "a project file",
            keys: Self.ownKeys + Self.packageKeys,
            refused: Self.refused, hint: "put it into your own config.toml, or leave it out")
        protect = try Profile.rules(table)
        limits = try Profile.limits(table)
        rate = try table.rate("rate")
        readOnly = try table.boolean("read_only")
    }
}
