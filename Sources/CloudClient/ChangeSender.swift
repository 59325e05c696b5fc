import Diagnostics
import JSONDocument
import Timekeeping

/// One changing request, and how to find out about it.
struct ChangeRequest: Sendable {
    var request: CloudRequest
    /// Nil when nothing can be read that would tell.
    var reconciliation: Reconciliation?
    /// For the one exchange; nil is the usual.
    var timeout: Duration?
}

/// Sends a changing request so that it is applied at most once.
struct ChangeSender: Sendable {
    let api: API
    let shelter: Shelter
    let effect: Effect
    let witness: (any ChangeWitness)?

    /// What sending came to.
    enum Outcome: Sendable {
        case accepted(ChangeAnswer)
        /// The database is busy with something else, and this sending did nothing.
        ///
        /// An earlier one whose answer was lost may be what it is busy with after all.
        case busy(Problem, wasRepeated: Bool)
    }

    private enum Step: Sendable {
        case accepted(ChangeAnswer)
        case problem(Problem)
        case failed(CloudError)
        /// A reading shows that it was not done.
        case notApplied(Problem)
    }

    private static let mostTries = 6

    /// - Throws: What went wrong, with its `outcome`.
    func send(_ change: ChangeRequest) async throws(CloudError) -> Outcome {
        var tries = 0
        var mayRepeat = change.reconciliation?.mayRepeat ?? false
        var wasRepeated = false
        while true {
            tries += 1
            let pause: Duration
            switch try await attempt(change, wasRepeated: wasRepeated) {
            case .accepted(let answer): return .accepted(answer)
            case .failed(let error): throw error
            case .problem(let problem) where problem.isBusy:
                return .busy(problem, wasRepeated: wasRepeated)
            case .problem(let problem):
                guard let wait = pauseBeforeResending(problem, tries) else {
                    throw problem.error(effect.attempt, changing: true, tries: tries)
                }
                pause = wait
                effect.tell(.retrying(reason: problem.reason, after: wait), "requesting")
            case .notApplied(let problem):
                guard mayRepeat, api.clock.now < effect.deadline else { throw notApplied(problem) }
                mayRepeat = false
                wasRepeated = true
                pause = .zero
                effect.tell(
                    .retrying(reason: "it was not done: \(problem.reason)", after: .zero),
                    "requesting")
            }
            try await effect.attempt.cancellable(outcome: .notApplied) {
                () async throws(CancellationError) in try await api.clock.sleep(for: pause)
            }
        }
    }

    /// How long to wait before a request that certainly was not applied is sent again; nil when it
    /// is not.
    private func pauseBeforeResending(_ problem: Problem, _ tries: Int) -> Duration? {
        guard problem.isTransient, problem.effect != .unclear else { return nil }
        guard tries < min(Self.mostTries, problem.attempts) else { return nil }
        let bound = min(ReadRetry.base * Double(1 << min(tries, 16)), ReadRetry.longest)
        let pause = max(bound * api.wire.dice.roll(), problem.retryAfter ?? .zero)
        return api.clock.now + pause < effect.deadline ? pause : nil
    }

    /// One try: everything from the sending to certainty is sheltered from cancellation.
    private func attempt(
        _ change: ChangeRequest, wasRepeated: Bool
    ) async throws(CloudError) -> Step {
        if Task.isCancelled { throw effect.attempt.cancelled(outcome: .notSent) }
        // The token and the turn are waited for outside, where a cancellation ends it at once.
        _ = try await prepared()
        let sent = SentChange(
            verb: effect.verb, target: effect.attempt.target ?? "",
            method: change.request.method.rawValue, path: change.request.path.encoded)
        do {
            try witness?.willSend(sent)
        } catch {
            var error = error
            error.outcome = .notSent
            throw error
        }
        effect.tell(.requesting, "requesting")
        let step = await shelter.run { await exchange(change) }
        let (outcome, operation) = Self.result(of: step, wasRepeated: wasRepeated)
        witness?.didSend(sent, outcome, operation: operation)
        return step
    }

    /// What is known of the cloud after a step, and the operation it named.
    private static func result(
        of step: Step, wasRepeated: Bool
    ) -> (ChangeOutcome, operation: String?) {
        switch step {
        case .accepted(let answer): (.accepted, answer.operationID)
        // What it is busy with may be the first sending.
        case .problem(let problem) where problem.isBusy && wasRepeated: (.unknown, nil)
        case .problem, .notApplied: (.notApplied, nil)
        case .failed(let error): (error.outcome ?? .unknown, error.operation?.id)
        }
    }

    private func prepared() async throws(CloudError) -> SignIn.Token {
        do {
            return try await api.signIn.token()
        } catch {
            var error = error
            error.verb = effect.attempt.verb
            error.target = effect.attempt.target
            error.outcome = .notSent
            throw error
        }
    }

    private func exchange(_ change: ChangeRequest) async -> Step {
        let sentAt = api.clock.now
        let problem: Problem
        do {
            let answer = try await api.exchange(
                change.request, effect.attempt, timeout: change.timeout)
            switch answer {
            case .failure(let failure): problem = Problem(failure)
            case .success(let response) where response.isSuccess:
                do throws(Problem) {
                    return .accepted(ChangeAnswer(try response.json()))
                } catch {
                    problem = error
                }
            case .success(let response): problem = Problem(response, at: api.clock.now)
            }
        } catch {
            return .failed(error)
        }
        guard problem.effect == .unclear else { return .problem(problem) }
        return await reconcile(change, problem, sentAt)
    }

    private func reconcile(
        _ change: ChangeRequest, _ problem: Problem, _ sentAt: Instant
    ) async -> Step {
        guard let reconciliation = change.reconciliation else {
            return .failed(unknown(problem, "nothing can be read that would tell"))
        }
        var doubt = Doubt(
            sentAt: sentAt, lostAt: api.clock.now, leavesTrace: reconciliation.leavesTrace)
        effect.tell(.checking(reason: problem.reason), "checking")
        while true {
            let evidence: Evidence
            do {
                evidence = try await reconciliation.look()
            } catch {
                return .failed(unknown(problem, "its state cannot be read: \(error.message)"))
            }
            switch doubt.judge(evidence, at: api.clock.now) {
            case .applied(let answer): return .accepted(answer)
            case .notApplied: return .notApplied(problem)
            case .unknown: return .failed(unknown(problem, "its state does not tell"))
            case .look(let pause):
                do {
                    try await api.clock.sleep(for: pause)
                } catch {
                    return .failed(unknown(problem, "there was no time to find out"))
                }
            }
        }
    }

    private func notApplied(_ problem: Problem) -> CloudError {
        var error = problem.error(effect.attempt, changing: true)
        error.message += "; its state shows that it was not done"
        if problem.isTransient || problem.code == .unavailable {
            error.code = .unavailable
            error.hint = "try again"
        }
        error.outcome = .notApplied
        return error
    }

    private func unknown(_ problem: Problem, _ why: String) -> CloudError {
        var error = problem.error(effect.attempt, changing: true)
        error.code = .outcomeUnknown
        error.message += "; whether it was done is not known: \(why)"
        error.hint = "look at it before you run this again"
        error.outcome = .unknown
        return error
    }
}
