import Timekeeping

/// Follows operations from one to the next, as a value.
struct OperationChain: Sendable {
    enum Reading: Sendable {
        case operation(Operation)
        /// The cloud knows no such operation, at any address it may have.
        case missing
    }

    enum Step: Equatable, Sendable {
        /// Read the current operation after a while.
        case poll
        /// Read the next one at once.
        case follow
        /// The last one has ended well.
        case ended
        /// What happened to the chain cannot be told: only the status can.
        case lost(String)
        case failed(String)
    }

    /// How long after its start an operation may not be there to see yet.
    static let lag = Duration.seconds(5)

    private(set) var current: String
    /// When the current one was first looked for.
    private(set) var since: Instant
    private var visited: [String]
    private var wasSeen = false

    init(_ id: String, at now: Instant) {
        current = id
        since = now
        visited = [id]
    }

    mutating func judge(_ reading: Reading, at now: Instant) -> Step {
        switch reading {
        case .missing:
            if !wasSeen, now - since < Self.lag { return .poll }
            return .lost("operation \(current) is no longer listed")
        case .operation(let operation):
            wasSeen = true
            if operation.hasFailed {
                return .failed("operation \(current) ended as `\(operation.status)`")
            }
            guard operation.hasFinished else { return .poll }
            guard let next = operation.nextID else { return .ended }
            guard !visited.contains(next) else {
                return .lost("operation \(current) leads back to \(next)")
            }
            current = next
            since = now
            visited.append(next)
            wasSeen = false
            return .follow
        }
    }
}
