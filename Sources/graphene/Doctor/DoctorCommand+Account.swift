import AccountConfiguration
import CloudClient
import Diagnostics
import RunLoop
import TOMLDocument
import Timekeeping

/// The way to the account.
extension DoctorCommand {
    /// How far the clock may be off, at which a warning and at which an error.
    private static let clockLimits = (warning: Duration.seconds(30), error: Duration.minutes(5))
    private static let patience = Duration.seconds(15)

    /// Looks at everything that leads to the account, as far as one thing does not hang on another.
    func checkAccount(_ findings: inout DoctorFindings) async throws {
        let configuration: EffectiveConfiguration
        do throws(ConfigurationFailure) {
            configuration = try account.configuration(surroundings)
        } catch {
            try findings.add(.error("configuration", error))
            return try findings.add(Self.state(surroundings.environment))
        }
        try findings.add(Self.files(configuration))
        let live = credentials(configuration, &findings)
        for warning in live.warnings { try findings.add(.warning("credentials", warning)) }
        try findings.add(live.check)
        try findings.add(Self.state(surroundings.environment))
        guard !offline else { return }
        guard try await checkReach(configuration, &findings), let account = live.account else {
            return
        }
        try findings.add(await Self.signIn(account))
    }

    /// Finds the credentials without using them.
    private func credentials(
        _ configuration: EffectiveConfiguration, _ findings: inout DoctorFindings
    ) -> (account: LiveAccount?, warnings: [String], check: DoctorCheck) {
        do {
            let account = try LiveAccount(account, surroundings, configuration)
            let check = DoctorCheck.ok(
                "credentials",
                "the credentials are those of client \(account.credentials.clientID) "
                    + "(\(account.origin))")
            return (account, account.warnings, check)
        } catch {
            return (nil, configuration.warnings, .error("credentials", error))
        }
    }

    /// Asks the API for anything, without a token: that it answers is what matters.
    ///
    /// - Returns: Whether it did.
    private func checkReach(
        _ configuration: EffectiveConfiguration, _ findings: inout DoctorFindings
    ) async throws -> Bool {
        let endpoint: Endpoint
        let network: NetworkSettings
        do throws(CloudError) {
            endpoint =
                try configuration.apiURL.map { url throws(CloudError) in
                    try Endpoint(url.value, permitsPlainHTTP: account.insecureHTTP)
                } ?? .standard
            let proxies = ProxySettings(environment: surroundings.environment)
            _ = try proxies.server(for: endpoint)
            network = NetworkSettings(
                proxies: proxies, authorities: surroundings.environment["SSL_CERT_FILE"])
        } catch {
            try findings.add(.error("reachability", error))
            return false
        }
        let answer = await Self.ask(endpoint, network)
        switch answer.result {
        case .failure(let error):
            try findings.add(
                .error(
                    "reachability", .unavailable,
                    "\(endpoint.origin) cannot be reached: \(error.detail)",
                    hint: "look at the network, and at HTTPS_PROXY and NO_PROXY; `graphene doctor "
                        + "--offline` leaves this out"))
            return false
        case .success(let response):
            try findings.add(
                .ok(
                    "reachability",
                    "\(endpoint.origin) answers (\(response.status)) within "
                        + DurationText.format(answer.end - answer.began)))
            let date = response.header("date").flatMap(Timestamp.parse)
            try findings.add(Self.clock(date, began: answer.began, end: answer.end))
            return true
        }
    }

    private static func ask(
        _ endpoint: Endpoint, _ network: NetworkSettings
    ) async -> (result: Result<CloudResponse, TransportError>, began: Instant, end: Instant) {
        let began = WallClock.now
        guard let path = RequestPath(writtenAs: "/") else {
            return (.failure(TransportError(.refused, "there is no path")), began, began)
        }
        let result = await RunLoop.run(in: .real) { loop -> Result<CloudResponse, TransportError> in
            let transport = HTTPTransport(endpoint, network: network, clock: loop)
            let result: Result<CloudResponse, TransportError>
            do throws(TransportError) {
                result = .success(
                    try await transport.send(CloudRequest(.get, path), timeout: patience))
            } catch {
                result = .failure(error)
            }
            await transport.shutDown()
            return result
        }
        return (result, began, WallClock.now)
    }

    /// Compares the machine's clock with the API's, whose time comes in whole seconds.
    static func clock(_ date: Instant?, began: Instant, end: Instant) -> DoctorCheck {
        guard let date else {
            return .ok("clock", "the API does not tell its time, so the clock was not compared")
        }
        // The answer's second began at `date`; it was written between the two readings.
        let ahead = max(began - (date + .seconds(1)), .zero)
        let behind = max(date - end, .zero)
        let off = max(ahead, behind)
        guard off > clockLimits.warning else {
            return .ok("clock", "the clock agrees with the API's, as far as seconds tell")
        }
        let message =
            "the clock is \(DurationText.format(off)) \(ahead > behind ? "ahead of" : "behind") the "
            + "API's"
        let hint =
            "set it by the network: `timedatectl set-ntp true`; ages and deadlines depend on it"
        return off > clockLimits.error
            ? .error("clock", .unhealthy, message, hint: hint)
            : .warning("clock", message, hint: hint)
    }

    private static func signIn(_ account: LiveAccount) async -> DoctorCheck {
        do throws(CloudError) {
            let names = try await account.read { cloud throws(CloudError) in
                try await cloud.environments().map(\.name)
            }
            let seen =
                names.isEmpty ? "no environment" : "environments " + names.joined(separator: ", ")
            return .ok("account", "signed in to \(account.label), which sees \(seen)")
        } catch {
            return .error("account", error)
        }
    }
}
