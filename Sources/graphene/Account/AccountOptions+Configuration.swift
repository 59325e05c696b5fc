import AccountConfiguration
import ArgumentParser
import CloudClient
import CloudSimulator
import Diagnostics
import Glibc
import ScriptHost
import TOMLDocument

extension AccountOptions {
    /// What the command line, the environment and the configuration files come to.
    ///
    /// - Parameters:
    ///   - surroundings: The process's own.
    ///   - folder: Where the search for project files begins, beside the working folder.
    ///   - rights: What the command line lets the run do.
    /// - Returns: What holds.
    /// - Throws: `config` or `usage`.
    func configuration(
        _ surroundings: Surroundings, from folder: String = ".",
        _ rights: RightsOptions? = nil
    ) throws(ConfigurationFailure) -> EffectiveConfiguration {
        var flags = ConfigurationFlags()
        flags.profile = profile
        flags.apiURL = apiURL
        flags.rate = rate
        flags.isReadOnly = rights?.readOnly ?? false
        flags.limits = rights?.limits ?? []
        let configuration = try EffectiveConfiguration(
            flags, projectFolders: [folder, "."], usualRate: CloudSettings().rate,
            in: Self.surroundings(surroundings))
        let names = Vocabulary.Meaning.allCases.map(\.rawValue)
        for setting in configuration.assume
        where !setting.value.isForClient && !setting.value.isForSimulator {
            throw ConfigurationFailure(
                setting.origin,
                "there is no assumption `\(setting.value.name)`"
                    + Suggestion.phrase(for: setting.value.name, among: names),
                hint: "the client has \(names.joined(separator: ", "))")
        }
        return configuration
    }

    /// Where the configuration is looked for.
    static func surroundings(_ surroundings: Surroundings) -> ConfigurationSurroundings {
        ConfigurationSurroundings(
            environment: surroundings.environment, home: surroundings.environment["HOME"],
            workingFolder: workingFolder, user: geteuid())
    }

    /// How the account is talked to; the command line's assumptions come last.
    func cloudSettings(_ configuration: EffectiveConfiguration?) throws -> CloudSettings {
        var settings = CloudSettings()
        if let rate = configuration.map({ $0.rate?.value }) ?? rate { settings.rate = rate }
        for setting in configuration?.assume ?? [] where setting.value.isForClient {
            do throws(CloudError) { try settings.vocabulary.set(setting.value.text) } catch {
                throw ConfigurationFailure(setting.origin, error.message, hint: error.hint)
            }
        }
        for setting in assume where Vocabulary.knows(setting) {
            try settings.vocabulary.set(setting)
        }
        return settings
    }

    /// The assumptions of the command line that are the simulator's.
    var simulatorAssumptions: [String] { assume.filter { !Vocabulary.knows($0) } }

    /// The same for a copy of the account, with those of its profile.
    func simulatorAssumptions(_ configuration: EffectiveConfiguration) -> [String] {
        configuration.assume.filter(\.value.isForSimulator).map(\.value.text)
            + simulatorAssumptions
    }

    private static var workingFolder: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}

extension EffectiveConfiguration {
    /// Where the account is.
    func endpoint(permitsPlainHTTP: Bool) throws(CloudError) -> Endpoint {
        guard let apiURL else { return .standard }
        return try Endpoint(apiURL.value, permitsPlainHTTP: permitsPlainHTTP)
    }
}

extension AccountConfiguration.Assumption {
    fileprivate var isForClient: Bool { Vocabulary.knows(text) }
    fileprivate var isForSimulator: Bool { AssumptionName(rawValue: name) != nil }
}
