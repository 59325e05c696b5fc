/// The settings of the simulated cloud, as `--assume` names them.
package enum AssumptionName: String, CaseIterable, Sendable {
    // Bodies.
    case lists, actions, copies, errors, dates, ids, addresses
    case databaseList = "database-list"
    case acceptedStatus = "accepted-status"
    case signInErrors = "sign-in-errors"
    case snapshotShape = "snapshot-shape"
    case snapshotAnswer = "snapshot-answer"
    case snapshotStatus = "snapshot-status"
    case catalogueShape = "catalogue-shape"
    case secretSettings = "secret-settings"
    case health
    case requestIds = "request-ids"

    // Signing in.
    case tokenLifetime = "token-ttl"
    case tokenStatus = "token-status"
    case tokenType = "token-type"
    case expiresIn = "expires-in"
    case grantType = "grant-type"

    // Operations and states.
    case operationStatuses = "operation-statuses"
    case operationAddress = "operation-address"
    case chains
    case nextOperation = "next-operation"
    case chainEnd = "chain-end"
    case transitionalStates = "transitional-states"
    case locked
    case durations
    case failureRate = "failure-rate"
    case failures
    case busy
    case wrongState = "wrong-state"

    // What the calls mean.
    case switching = "switch"
    case switchTarget = "switch-target"
    case switchReach = "switch-reach"
    case pausedCopies = "paused-copies"
    case cloneSource = "clone-source"
    case cloneSnapshot = "clone-snapshot"
    case snapshotRoutes = "snapshot-routes"
    case snapshotLimit = "snapshot-limit"
    case snapshotMaking = "snapshot-making"
    case restoreTarget = "restore-target"
    case restoreEnd = "restore-end"
    case restorePlan = "restore-plan"
    case deleting = "delete"
    case deletedSnapshots = "deleted-snapshots"
    case deletePending = "delete-pending"
    case needsRestart = "needs-restart"
    case stations
    case probes

    // What is refused.
    case names
    case duplicateNames = "duplicate-names"
    case catalogue
    case catalogueChecks = "catalogue-checks"
    case extras
    case hiddenEnvironments = "hidden-environments"
    case environmentCreation = "environment-creation"
    case wrongMethod = "wrong-method"
    case badBody = "bad-body"
    case unknownKeys = "unknown-keys"
    case contentTypes = "content-types"
    case rateLimit = "rate-limit"
}
