package import CloudClient
import Diagnostics
package import TOMLDocument

/// What to sign in with, and where that was said.
package struct SourcedCredentials: Sendable {
    package var credentials: Credentials
    /// Of the client id.
    package var origin: Origin
}

extension EffectiveConfiguration {
    /// Finds the credentials: the environment's, else the profile's.
    ///
    /// - Parameters:
    ///   - secret: The environment's: `GRAPHENEDB_CLIENT_SECRET`, which is no longer there, or what
    ///     the file holds that `GRAPHENEDB_CLIENT_SECRET_FILE` names.
    ///   - timeout: How long `credential_command` may take.
    /// - Returns: The pair to sign in with.
    /// - Throws: `auth`, saying what to set; `config` for a file that cannot be trusted.
    package func credentials(
        secret: Secret?, timeout: Duration = CredentialCommand.usualTimeout
    ) throws(ConfigurationFailure) -> SourcedCredentials {
        let ownSecret = secret.flatMap { $0.isEmpty ? nil : $0 }
        let ownID = surroundings.variable("GRAPHENEDB_CLIENT_ID")
        if let ownID, let ownSecret {
            return pair(ownID, ownSecret)
        }
        if let command = profile?.credentialCommand {
            let printed = try CredentialCommand(command, surroundings.environment).run(timeout)
            let printedID = printed.clientID.map { Sourced($0, command.origin) }
            guard let id = ownID ?? printedID ?? profile?.clientID else {
                throw CredentialCommand.failure(command, "prints no `client_id`")
            }
            return pair(id, ownSecret ?? printed.clientSecret)
        }
        let profileID = try profileID()
        guard let id = ownID ?? profileID else { throw missing("GRAPHENEDB_CLIENT_ID") }
        if let ownSecret { return pair(id, ownSecret) }
        guard let file = profile?.clientSecretFile else {
            throw missing("GRAPHENEDB_CLIENT_SECRET")
        }
        return pair(id, try readSecret(file))
    }

    private func pair(_ id: Sourced<String>, _ secret: Secret) -> SourcedCredentials {
        SourcedCredentials(
            credentials: Credentials(clientID: id.value, clientSecret: secret), origin: id.origin)
    }

    func profileID() throws(ConfigurationFailure) -> Sourced<String>? {
        guard let file = profile?.clientIDFile else { return profile?.clientID }
        let path = self.path(file)
        guard
            let bytes = try ConfigurationFile.read(
                path, .owner, user: surroundings.user, named: "the client id")
        else { throw gone(file, path) }
        return Sourced(try text(bytes, "the client id", path), file.origin)
    }

    private func readSecret(_ file: Sourced<String>) throws(ConfigurationFailure) -> Secret {
        let path = self.path(file)
        do throws(ConfigurationFailure) {
            let bytes = try ConfigurationFile.read(
                path, .secret, user: surroundings.user, named: "the client secret")
            guard let bytes else { throw gone(file, path) }
            return Secret(try text(bytes, "the client secret", path))
        } catch {
            guard error.code == .auth else { throw error }
            throw ConfigurationFailure(error.message, hint: whatToSet, code: .auth)
        }
    }

    /// Paths in a file begin where the file is.
    private func path(_ file: Sourced<String>) -> String {
        guard case .file(let own, _) = file.origin, let slash = own.lastIndex(of: "/") else {
            return surroundings.absolute(file.value)
        }
        return surroundings.absolute(file.value, below: String(own[..<slash]))
    }

    private func text(
        _ bytes: [UInt8], _ what: String, _ path: String
    ) throws(ConfigurationFailure) -> String {
        guard var text = String(validating: bytes, as: UTF8.self)?[...] else {
            throw ConfigurationFailure(
                "cannot read \(what) in \(path): it is not text", code: .auth)
        }
        while let last = text.last, last.isNewline { text.removeLast() }
        guard !text.contains(where: \.isNewline) else {
            throw ConfigurationFailure(
                "cannot read \(what) in \(path): it has more than one line", code: .auth)
        }
        guard !text.isEmpty else {
            throw ConfigurationFailure("cannot read \(what) in \(path): it is empty", code: .auth)
        }
        return String(text)
    }

    private func gone(_ file: Sourced<String>, _ path: String) -> ConfigurationFailure {
        ConfigurationFailure(
            "cannot sign in: there is no file \(path), which \(file.origin) names",
            hint: "write it, or name another", code: .auth)
    }

    private func missing(_ what: String) -> ConfigurationFailure {
        let place = profile.map { ", and profile `\($0.name)` has none" } ?? ""
        return ConfigurationFailure(
            "cannot sign in: \(what) is not set\(place)", hint: whatToSet, code: .auth)
    }

    /// What to do where credentials are missing.
    package var whatToSet: String {
        let profiles =
            userPath == nil || profile != nil ? "" : ", or choose a profile with `--profile`"
        return """
            set GRAPHENEDB_CLIENT_ID and GRAPHENEDB_CLIENT_SECRET (or \
            GRAPHENEDB_CLIENT_SECRET_FILE)\(profiles), or try it without an account: \
            `graphene repl`, `eval` and `run` take `--simulator`
            """
    }
}
