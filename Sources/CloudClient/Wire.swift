import Diagnostics
import JSONDocument
import Timekeeping

/// Single exchanges with the cloud: each in its turn, each traced, reads tried again.
struct Wire: Sendable {
    let transport: any CloudTransport
    let clock: any RunClock
    let settings: CloudSettings
    let dice: Dice
    let trace: (@Sendable (Exchange) -> Void)?
    let secrets: KnownSecrets
    private let budget: RequestBudget
    /// Tries again are rationed apart, so that many failing reads do not crowd out the rest.
    private let retryBudget = RequestBudget(perSecond: 1, burst: 20)

    init(
        _ settings: CloudSettings, transport: any CloudTransport, clock: any RunClock, dice: Dice,
        secrets: KnownSecrets, trace: (@Sendable (Exchange) -> Void)?
    ) {
        self.settings = settings
        self.transport = transport
        self.clock = clock
        self.dice = dice
        self.secrets = secrets
        self.trace = trace
        budget = RequestBudget(
            perSecond: settings.rate, burst: Int(max(1, settings.rate.rounded(.down))))
    }

    /// Waits for the caller's turn within the request budget.
    func takeTurn() async throws(CancellationError) { try await budget.waitForTurn(clock) }

    /// How long one exchange may take: what is usual, but hardly longer than the caller has left.
    func timeout(until deadline: Instant?) -> Duration {
        guard let deadline else { return settings.requestTimeout }
        return min(settings.requestTimeout, max(Self.shortest, deadline - clock.now))
    }

    /// What an exchange gets that begins when its caller's time is up.
    private static let shortest = Duration.seconds(1)

    /// Sends one request; its turn must have been taken.
    func send(
        _ request: CloudRequest, timeout: Duration? = nil
    ) async -> Result<CloudResponse, TransportError> {
        let start = clock.now
        var answer: Result<CloudResponse, TransportError>
        do {
            let timeout = timeout ?? settings.requestTimeout
            answer = .success(try await transport.send(request, timeout: timeout))
        } catch {
            answer = .failure(error)
        }
        answer = hidden(answer, to: request)
        if let trace {
            trace(
                Exchange(
                    request, answer, from: start, to: clock.now, hiding: secrets.redaction))
        }
        return answer
    }

    /// Takes the secrets out of an answer before anybody reads it, and notes a token that it gives.
    ///
    /// So what the cloud sends back of a secret reaches no script and no error.
    private func hidden(
        _ answer: Result<CloudResponse, TransportError>, to request: CloudRequest
    ) -> Result<CloudResponse, TransportError> {
        switch answer {
        case .success(var response):
            if !request.isSignIn {
                response.body = secrets.unmistakable.redact(response.body)
            } else if let token = try? response.json().text("access_token") {
                secrets.add(Secret(token))
            }
            response.redaction = secrets.redaction
            return .success(response)
        case .failure(var failure):
            failure.detail = secrets.redaction.redact(failure.detail)
            return .failure(failure)
        }
    }

    /// Does `once` again while its problem is one that passes and the patience lasts.
    ///
    /// `notice`: Hears of every pause before another try.
    func retrying<Value: Sendable>(
        _ attempt: Attempt, _ patience: Patience, deadline: Instant? = nil,
        notice: (@Sendable (Problem, Duration) -> Void)? = nil,
        _ once: @Sendable () async throws(CloudError) -> Result<Value, Problem>
    ) async throws(CloudError) -> Value {
        var retry = ReadRetry(patience, from: clock.now, deadline: deadline)
        while true {
            switch try await once() {
            case .success(let value): return value
            case .failure(let problem):
                let chance = dice.roll()
                switch retry.judge(problem, at: clock.now, chance: chance) {
                case .giveUp:
                    throw problem.error(attempt, changing: false, tries: retry.failures)
                case .outOfTime(let rest):
                    try await attempt.cancellable { () async throws(CancellationError) in
                        try await clock.sleep(for: rest)
                    }
                    throw problem.timeout(attempt, tries: retry.failures)
                case .retry(let pause):
                    notice?(problem, pause)
                    try await attempt.cancellable { () async throws(CancellationError) in
                        try await clock.sleep(for: pause)
                        try await retryBudget.waitForTurn(clock)
                    }
                }
            }
        }
    }
}

extension Attempt {
    /// Turns a cancellation into this attempt's error.
    func cancellable<Value>(
        outcome: ChangeOutcome? = nil, operation: OperationReference? = nil,
        _ body: () async throws(CancellationError) -> Value
    ) async throws(CloudError) -> Value {
        do {
            return try await body()
        } catch {
            throw cancelled(outcome: outcome, operation: operation)
        }
    }

    func cancelled(
        outcome: ChangeOutcome? = nil, operation: OperationReference? = nil
    ) -> CloudError {
        error(
            .cancelled,
            outcome == .accepted ? "stopped waiting; the cloud goes on with it" : "it was stopped",
            cause: CancellationError(), outcome: outcome, operation: operation)
    }
}
