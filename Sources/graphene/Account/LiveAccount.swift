import AccountConfiguration
import CloudClient
import CloudSimulator
import Diagnostics
import RunLoop
import ScriptHost
import Synchronization
import TOMLDocument
import Timekeeping

/// One's own account, as the command line and the surroundings name it.
struct LiveAccount: Sendable {
    let endpoint: Endpoint
    let credentials: Credentials
    /// Where the client's id was said.
    let origin: Origin
    let network: NetworkSettings
    let settings: CloudSettings
    let configuration: EffectiveConfiguration
    /// What a person should know before the account is used.
    let warnings: [String]

    /// Finds out which account is meant.
    ///
    /// - Parameters:
    ///   - options: The command line's.
    ///   - surroundings: The process's own.
    ///   - configuration: What the files say; nil reads them, from the working folder.
    /// - Throws: `auth` when credentials are missing, `usage` or `config` for an address or a proxy that
    ///   cannot be used, and for configuration files.
    init(
        _ options: AccountOptions, _ surroundings: Surroundings,
        _ configuration: EffectiveConfiguration? = nil
    ) throws {
        let configuration = try configuration ?? options.configuration(surroundings)
        endpoint = try configuration.endpoint(permitsPlainHTTP: options.insecureHTTP)
        let proxies = ProxySettings(environment: surroundings.environment)
        _ = try proxies.server(for: endpoint)
        let secret = try Self.secret(surroundings, hint: configuration.whatToSet)
        let found = try configuration.credentials(secret: secret)
        (credentials, origin) = (found.credentials, found.origin)
        Outgoing.secrets.add(credentials.clientSecret)
        network = NetworkSettings(
            proxies: proxies, authorities: surroundings.environment["SSL_CERT_FILE"])
        settings = try options.cloudSettings(configuration)
        self.configuration = configuration
        warnings = configuration.warnings
    }

    /// The same account, once its warnings have been told.
    func announced() -> LiveAccount {
        for warning in warnings { StandardError.write("warning: " + Printable.line(warning)) }
        return self
    }

    /// The environment's secret, of its own or of the file that it names; nil where it has none.
    private static func secret(
        _ surroundings: Surroundings, hint: String
    ) throws(AuthFailure) -> Secret? {
        if let secret = surroundings.clientSecret, !secret.isEmpty { return secret }
        guard let path = surroundings.environment["GRAPHENEDB_CLIENT_SECRET_FILE"], !path.isEmpty
        else { return nil }
        do throws(UsageFailure) {
            let secret = try SecretFile.read(path)
            guard !secret.isEmpty else { throw UsageFailure("the secret in \(path) is empty") }
            guard !SecretFile.isExposed(path) else {
                throw UsageFailure(
                    "cannot trust the secret in \(path): every user of this machine can read it; "
                        + "make it yours alone (chmod 600), then change the secret")
            }
            return secret
        } catch {
            throw AuthFailure(message: error.message, hint: hint)
        }
    }

    /// The address and the client, as a person tells accounts apart.
    var label: String {
        let profile = configuration.profile.map { " (profile `\($0.name)`)" } ?? ""
        return "\(endpoint.origin), as client \(credentials.clientID)\(profile)"
    }

    /// Where names of it are kept for completion; nil where there is no place for them.
    var cache: AccountCache? { AccountCache(of: configuration, at: endpoint.origin) }

    /// Makes the account's client; its connections stay open until `connections` are shut down.
    func connect(
        on loop: RunLoop, keptIn connections: AccountConnections, isReadOnly: Bool = false,
        trace: (@Sendable (Exchange) -> Void)? = nil
    ) -> Cloud {
        let transport = HTTPTransport(endpoint, network: network, clock: loop)
        connections.keep(transport)
        return Cloud(
            settings, credentials: credentials,
            transport: isReadOnly ? ReadingTransport(transport) : transport, clock: loop,
            random: SystemRandomNumberGenerator(), executor: loop, trace: trace,
            secrets: Outgoing.secrets)
    }

    /// Asks the account something that changes nothing, and closes the connections again.
    func read<Value: Sendable>(
        trace: (@Sendable (Exchange) -> Void)? = nil,
        _ body: @escaping @Sendable (Cloud) async throws(CloudError) -> Value
    ) async throws(CloudError) -> Value {
        let connections = AccountConnections()
        let result = await RunLoop.run(in: .real) { loop -> Result<Value, CloudError> in
            let cloud = connect(on: loop, keptIn: connections, isReadOnly: true, trace: trace)
            do throws(CloudError) { return .success(try await body(cloud)) } catch {
                return .failure(error)
            }
        }
        await connections.shutDown()
        return try result.get()
    }

    /// Asks the same again and again, with one sign-in, until the process is told to stop.
    ///
    /// An outage is told on standard error and borne.
    func follow<Value: Sendable>(
        every interval: Duration,
        _ look: @escaping @Sendable (Cloud) async throws(CloudError) -> Value,
        show: @escaping @Sendable (Value) throws -> Void
    ) async throws {
        let connections = AccountConnections()
        let result = await RunLoop.run(in: .real) { loop -> Result<Void, any Error> in
            let cloud = connect(on: loop, keptIn: connections, isReadOnly: true)
            while true {
                do {
                    try show(try await look(cloud))
                } catch let error as CloudError where error.code.isRetryable {
                    StandardError.write(ErrorText.lines(error))
                } catch {
                    return .failure(error)
                }
                do { try await loop.sleep(for: interval) } catch { return .failure(error) }
            }
        }
        await connections.shutDown()
        try result.get()
    }

    /// Reads the account into a simulated cloud.
    func copy(
        seed: Int64?, assuming assumptions: [String], tell: @escaping @Sendable (String) -> Void
    ) async throws -> AccountCopy {
        let assumptions = try Assumptions(assumptions)
        let seed = UInt64(bitPattern: seed ?? Int64.random(in: 0...Int64.max))
        let now = WallClock.now
        return try await read { cloud throws(CloudError) in
            try await AccountCopy.read(
                cloud, seed: seed, assumptions: assumptions, at: now, tell: tell)
        }
    }
}

/// Credentials that are not there.
struct AuthFailure: UserFacingError {
    let code = ErrorCode.auth
    let message: String
    let hint: String?
}

/// Holds an account's connections until they can be closed.
final class AccountConnections: Sendable {
    private let transport = Mutex<HTTPTransport?>(nil)

    func keep(_ transport: HTTPTransport) { self.transport.withLock { $0 = transport } }

    func shutDown() async {
        let transport = transport.withLock { $0 }
        await transport?.shutDown()
    }
}
