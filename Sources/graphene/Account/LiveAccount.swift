import CloudClient
import CloudSimulator
import Diagnostics
import RunLoop
import ScriptHost
import Synchronization
import Timekeeping

/// One's own account, as the command line and the surroundings name it.
struct LiveAccount: Sendable {
    let endpoint: Endpoint
    let credentials: Credentials
    let network: NetworkSettings
    let settings: CloudSettings

    /// - Throws: `auth` when credentials are missing, `usage` or `config` for an address or a proxy that
    ///   cannot be used.
    init(_ options: TargetOptions, _ surroundings: Surroundings) throws {
        let address = options.apiURL ?? surroundings.environment["GRAPHENE_API_URL"]
        endpoint =
            try address.map { text throws(CloudError) in
                try Endpoint(text, permitsPlainHTTP: options.insecureHTTP)
            } ?? .standard
        let proxies = ProxySettings(environment: surroundings.environment)
        _ = try proxies.server(for: endpoint)
        credentials = try Self.credentials(surroundings)
        network = NetworkSettings(
            proxies: proxies, authorities: surroundings.environment["SSL_CERT_FILE"])
        settings = try options.cloudSettings()
    }

    /// The address and the client, as a person tells accounts apart.
    var label: String { "\(endpoint.origin), as client \(credentials.clientID)" }

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
            random: SystemRandomNumberGenerator(), executor: loop, trace: trace)
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

    private static func credentials(_ surroundings: Surroundings) throws -> Credentials {
        let hint = """
            set GRAPHENEDB_CLIENT_ID and GRAPHENEDB_CLIENT_SECRET (or GRAPHENEDB_CLIENT_SECRET_FILE), \
            or try it without an account: add `--simulator`
            """
        func missing(_ what: String) -> AuthFailure {
            AuthFailure(message: "cannot sign in: \(what) is not set", hint: hint)
        }
        let id = surroundings.environment["GRAPHENEDB_CLIENT_ID"].flatMap { $0.isEmpty ? nil : $0 }
        guard let id else { throw missing("GRAPHENEDB_CLIENT_ID") }
        if let secret = surroundings.clientSecret, !secret.isEmpty {
            return Credentials(clientID: id, clientSecret: secret)
        }
        guard let path = surroundings.environment["GRAPHENEDB_CLIENT_SECRET_FILE"], !path.isEmpty
        else {
            throw missing("GRAPHENEDB_CLIENT_SECRET")
        }
        do throws(UsageFailure) {
            let secret = try SecretFile.read(path)
            guard !secret.isEmpty else { throw UsageFailure("the secret in \(path) is empty") }
            return Credentials(clientID: id, clientSecret: secret)
        } catch {
            throw AuthFailure(message: error.message, hint: hint)
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
