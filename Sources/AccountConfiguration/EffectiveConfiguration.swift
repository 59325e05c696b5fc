import CloudClient
import Diagnostics
package import TOMLDocument

/// What the command line says about the account and what a run may do.
package struct ConfigurationFlags: Sendable {
    package var profile: String?
    package var apiURL: String?
    package var rate: Double?
    package var isReadOnly = false
    /// As `--limit` gives them.
    package var limits: [String] = []

    package init() {}
}

/// The settings that hold, from flags, environment, project files and the person's own file.
///
/// The first of these that says something wins. But `protect` adds up, of `limits` and `rate` the lowest holds,
/// and `read_only`, once set, stays.
package struct EffectiveConfiguration: Sendable {
    /// The profile that was chosen.
    package var profile: Profile?
    package var apiURL: Sourced<String>?
    /// The rules, those of the person first; each once for each place where it stands.
    package var protect: [ProtectionRule] = []
    package var limits = ChangeLimits()
    /// Requests a second; nil where nothing says.
    package var rate: Sourced<Double>?
    /// What forbids every change; nil where nothing does.
    package var readOnly: Origin?
    package var assume: [Sourced<Assumption>] = []
    /// What a person should know although nothing is wrong, a sentence each.
    package var warnings: [String] = []
    let surroundings: ConfigurationSurroundings
    /// The person's file, when there is one.
    package var userPath: String?

    /// Reads whatever there is to read.
    ///
    /// - Parameters:
    ///   - flags: The command line's part.
    ///   - projectFolders: Where the search for project files begins: what is found from any of them
    ///     holds.
    ///   - usualRate: What a project's `rate` can only lower.
    ///   - surroundings: Where the files are, and whose they must be.
    /// - Throws: `config`, naming file and line; `usage` for a flag.
    package init(
        _ flags: ConfigurationFlags, projectFolders: [String], usualRate: Double,
        in surroundings: ConfigurationSurroundings
    ) throws(ConfigurationFailure) {
        self.surroundings = surroundings
        let user = try Self.readUser(surroundings)
        userPath = user?.path
        profile = try Self.chosenProfile(flags, user, surroundings)
        var projects: [ProjectConfiguration] = []
        var read: Set<String> = []
        for path in projectFolders.flatMap(surroundings.projectFiles) {
            guard read.insert(path).inserted else { continue }
            guard
                let bytes = try ConfigurationFile.read(path, .anybody, user: surroundings.user)
            else { continue }
            projects.append(try ProjectConfiguration(parsing: bytes, from: path))
        }
        apiURL =
            flags.apiURL.map { Sourced($0, .flag("--api-url")) }
            ?? surroundings.variable("GRAPHENE_API_URL") ?? profile?.apiURL
        assume = profile?.assume ?? []
        protect = (profile?.protect ?? []) + projects.flatMap(\.protect)
        if let profile { limits.narrow(to: profile.limits) }
        for project in projects { limits.narrow(to: project.limits) }
        for text in flags.limits { limits.narrow(to: try ChangeLimits(flag: text)) }
        rate = Self.rate(flags, profile, projects, usualRate)
        let readOnlyFlags = [profile?.readOnly] + projects.map(\.readOnly)
        readOnly =
            flags.isReadOnly
            ? .flag("--read-only") : readOnlyFlags.compactMap(\.self).first(where: \.value)?.origin
        warnings = overruled()
    }

    /// The names of the person's profiles; none when their file cannot be read.
    package static func profileNames(in surroundings: ConfigurationSurroundings) -> [String] {
        let user = try? readUser(surroundings)
        return user?.profiles.map(\.name) ?? []
    }

    private static func readUser(
        _ surroundings: ConfigurationSurroundings
    ) throws(ConfigurationFailure) -> UserConfiguration? {
        guard let (path, isNamed) = surroundings.userFile else { return nil }
        guard let bytes = try ConfigurationFile.read(path, .owner, user: surroundings.user) else {
            guard isNamed else { return nil }
            throw ConfigurationFailure(
                .variable("GRAPHENE_CONFIG"), "there is no file \(path)",
                hint: "name a file that is there, or unset it")
        }
        return try UserConfiguration(parsing: bytes, from: path)
    }

    private static func chosenProfile(
        _ flags: ConfigurationFlags, _ user: UserConfiguration?,
        _ surroundings: ConfigurationSurroundings
    ) throws(ConfigurationFailure) -> Profile? {
        let named =
            flags.profile.map { Sourced($0, Origin.flag("--profile")) }
            ?? surroundings.variable("GRAPHENE_PROFILE")
        guard let user else {
            guard let named else { return nil }
            let place = surroundings.userFile.map { " (\($0.path))" } ?? ""
            throw ConfigurationFailure(
                named.origin,
                "there is no profile `\(named.value)`, since there is no configuration file\(place)",
                hint: "write one, with `[profiles.\(named.value)]`")
        }
        return try (named ?? user.defaultProfile).map { name throws(ConfigurationFailure) in
            try user.profile(name)
        }
    }

    /// The lowest that was set; a project's is nothing against what is usual.
    private static func rate(
        _ flags: ConfigurationFlags, _ profile: Profile?, _ projects: [ProjectConfiguration],
        _ usual: Double
    ) -> Sourced<Double>? {
        let own = [flags.rate.map { Sourced($0, Origin.flag("--rate")) }, profile?.rate]
            .compactMap(\.self).min { $0.value < $1.value }
        let asked = projects.compactMap(\.rate).min { $0.value < $1.value }
        guard let asked, asked.value < own?.value ?? usual else { return own }
        return asked
    }

    /// What of the chosen profile does not count although somebody may think so.
    private func overruled() -> [String] {
        guard let profile else { return [] }
        var warnings: [String] = []
        if let id = surroundings.variable("GRAPHENEDB_CLIENT_ID"),
            let place = profile.clientID?.origin ?? profile.clientIDFile?.origin
                ?? profile.credentialCommand?.origin, profile.clientID?.value != id.value
        {
            warnings.append(
                "GRAPHENEDB_CLIENT_ID is set, so profile `\(profile.name)` does not decide on the "
                    + "account (\(place))")
        }
        if let url = surroundings.variable("GRAPHENE_API_URL"), let own = profile.apiURL,
            own.value != url.value, apiURL?.origin == url.origin
        {
            warnings.append(
                "GRAPHENE_API_URL is set, so the address of profile `\(profile.name)` does not "
                    + "count (\(own.origin))")
        }
        return warnings
    }
}
