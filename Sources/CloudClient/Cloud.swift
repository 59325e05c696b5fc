package import Timekeeping

/// One account of GrapheneDB: what is there, and what can be done to it.
///
/// Every call either returns what it says or throws one `CloudError`. Changes wait for the cloud
/// unless told otherwise. Cancelling the calling task stops the waiting, not the change; a changing
/// request under way is given ten seconds to get its answer first.
package struct Cloud: Sendable {
    let api: API
    let directory = Directory()
    let ledger = Ledger()
    let waits = WaitCount()
    let shelter: Shelter
    let settings: CloudSettings
    /// What each change must pass; nil for none.
    var gate: ChangeGate?
    /// Hears of each change before it is sent; nil for nobody.
    var witness: (any ChangeWitness)?

    var clock: any RunClock { api.clock }
    /// What carries its requests.
    package var transport: any CloudTransport { api.wire.transport }

    /// `executor`: Where the calls run, when they must stay on one thread; it keeps requests that
    /// outlive a cancellation there.
    ///
    /// `random`: Spreads retries.
    ///
    /// `trace`: Hears every exchange with the cloud, redacted.
    ///
    /// `secrets`: Takes note of the client's secret and of each token, for whoever shows things.
    package init(
        _ settings: CloudSettings, credentials: Credentials, transport: any CloudTransport,
        clock: any RunClock, random: any RandomNumberGenerator & Sendable,
        executor: (any TaskExecutor)? = nil, trace: (@Sendable (Exchange) -> Void)? = nil,
        secrets: KnownSecrets = KnownSecrets()
    ) {
        secrets.add(credentials.clientSecret)
        let wire = Wire(
            settings, transport: transport, clock: clock, dice: Dice(random),
            secrets: secrets, trace: trace)
        api = API(wire: wire, signIn: SignIn(credentials, wire: wire))
        shelter = Shelter(clock: clock, grace: settings.answerGrace, executor: executor)
        self.settings = settings
    }
}
