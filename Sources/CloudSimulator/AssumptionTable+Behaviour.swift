extension Assumption {
    static let operations: [Assumption] = [
        Assumption(
            .operationStatuses, row: 12, "the words for an operation's status",
            .choice([
                ("running", "running, finished, failed"),
                ("started", "started, finished, failed, as the old API had"),
                ("in-progress", "in_progress, finished, error"),
            ])),
        Assumption(
            .operationAddress, "under which database a copy's operations are found",
            .choice([
                ("either", "under the source and under the new one"),
                ("source", "under the source only"),
                ("new", "under the new one only"),
            ])),
        Assumption(
            .chains, row: 12, "how many operations a clone or plan change is",
            .choice([
                ("two", "two, linked by nextOperationId"), ("one", "one"),
            ])),
        Assumption(
            .nextOperation, "when nextOperationId is told",
            .choice([
                ("at-once", "from the start"), ("when-finished", "when the operation has finished"),
            ])),
        Assumption(
            .chainEnd, "nextOperationId of a chain's last operation",
            .choice([
                ("absent", "the key is not there"), ("empty", "an empty string"), ("null", "null"),
            ])),
        Assumption(
            .transitionalStates, row: 11, "the state while an operation runs",
            .choice([
                ("keep", "the old one, until the chain has finished"),
                ("named", "a word of its own: pausing, starting, restoring, …"),
                ("pending", "the word pending, whatever is going on"),
            ])),
        Assumption(
            .locked, "what isLocked says while an operation runs",
            .choice([
                ("false", "nothing: it is for the vendor's own maintenance"),
                ("pending", "the same as isPending"),
            ])),
        Assumption(
            .durations, row: 30, "how long operations take",
            .number(
                standard: 1, range: 0...1_000,
                meaning: "a factor; at 1 a disaster recovery of production/orders takes 40 minutes")
        ),
        Assumption(
            .failureRate, row: 13, "how often an operation fails by itself",
            .number(
                standard: 0, range: 0...100, meaning: "percent")),
        Assumption(
            .failures, row: 13, "what a failed operation leaves",
            .choice([
                ("revert", "the state before; a new database stays paused and empty"),
                ("gone", "the state before; a new database is removed"),
                ("incident", "the state before, and underIncident true"),
                ("state", "a database in the state `failed`"),
            ])),
        Assumption(
            .busy, row: 14, "a second action while one is under way",
            .choice([
                ("409", "refused with 409"), ("423", "refused with 423"),
                ("queue", "accepted, and done after the first"),
            ])),
        Assumption(
            .wrongState, row: 15, "pause when paused, start when running, and the like",
            .choice([
                ("409", "refused with 409"), ("400", "refused with 400"),
                ("ignore", "accepted, and nothing is done"),
            ])),
    ]

    static let meanings: [Assumption] = [
        Assumption(
            .switching, row: 4, "what a switch does to the connection URLs",
            .choice([
                ("swap", "the two databases exchange them"),
                ("move", "the target gets the origin's, the origin gets new ones"),
                ("leave", "the target gets the origin's, the origin has none"),
            ])),
        Assumption(
            .probes, "who answers at a database's address (in a run with --simulator)",
            .choice([
                ("refused", "a running database; a paused one refuses the connection"),
                ("silent", "a running database; a paused one accepts and says nothing"),
            ])),
        Assumption(
            .switchTarget, row: 21, "the state a switch's target must be in",
            .choice([
                ("running", "running, else 409"), ("any", "any"),
            ])),
        Assumption(
            .switchReach, row: 21, "how far a switch may reach",
            .choice([
                ("anywhere", "into another environment or region"),
                ("environment", "within one environment, else 400"),
            ])),
        Assumption(
            .pausedCopies, row: 16, "clone or snapshot of a paused database",
            .choice([
                ("allowed", "allowed; the clone ends running"),
                ("stay-paused", "allowed; the clone ends paused"),
                ("refused", "refused with 409"),
            ])),
        Assumption(
            .cloneSource, row: 17, "the source while it is cloned",
            .choice([
                ("snapshot", "pending during the snapshot step only"),
                ("whole", "pending to the end"), ("free", "never pending"),
            ])),
        Assumption(
            .cloneSnapshot, row: 18, "the snapshot that a clone takes",
            .choice([
                ("hidden", "not listed, not counted"),
                ("listed", "listed under manual, not counted"),
                ("counted", "listed and counted, so a third clone is refused"),
            ])),
        Assumption(
            .snapshotRoutes, "whether snapshots can be taken and deleted",
            .choice([
                ("extension", "yes, by routes of this simulator's own"),
                ("unsupported", "no: 405 for the one, 404 for the other"),
            ])),
        Assumption(
            .snapshotLimit, row: 19, "how many manual snapshots a database may have",
            .number(
                standard: 2, range: 0...1_000, meaning: "one more is refused with 409")),
        Assumption(
            .snapshotMaking, row: 19, "a snapshot while it is being taken",
            .choice([
                ("listed", "listed with the status Creating"), ("hidden", "not listed"),
            ])),
        Assumption(
            .restoreTarget, row: 20, "the state a restore's target must be in",
            .choice([
                ("any", "running or paused"), ("running", "running, else 409"),
                ("paused", "paused, else 409"),
            ])),
        Assumption(
            .restoreEnd, row: 20, "the state a restored database ends in",
            .choice([
                ("running", "running"), ("as-before", "the one it was in"),
            ])),
        Assumption(
            .restorePlan, row: 20, "the plan and version of a restored database",
            .choice([
                ("kept", "its own"), ("snapshot", "the snapshot's"),
            ])),
        Assumption(
            .deleting, row: 22, "when a deleted database is gone",
            .choice([
                ("operation", "when its operation has finished"), ("at-once", "at once"),
            ])),
        Assumption(
            .deletedSnapshots, row: 22, "the snapshots of a deleted database",
            .choice([
                ("deleted", "go with it"), ("kept", "can still be restored, by id"),
            ])),
        Assumption(
            .deletePending, row: 22, "deleting while an operation runs",
            .choice([
                ("refused", "refused as any second action"),
                ("allowed", "allowed; the operation is dropped"),
            ])),
        Assumption(
            .needsRestart, row: 28, "when needsRestart is true",
            .choice([
                ("changed", "after a change of plugins or settings, until a restart or start"),
                ("restart", "the same, but only a restart clears it"), ("never", "never"),
            ])),
        Assumption(
            .stations, row: 27, "an unknown id in stationIds",
            .choice([
                ("checked", "refused with 400"), ("ignored", "ignored"),
            ])),
    ]

    static let refusals: [Assumption] = [
        Assumption(
            .names, row: 23, "which names a database may have",
            .choice([
                ("strict", "1 to 29 of a-z, 0-9, _ and -, not beginning with _ or -"),
                ("free", "1 to 100 characters"),
            ])),
        Assumption(
            .duplicateNames, row: 23, "a second database of a name in an environment",
            .choice([("refused", "refused with 409"), ("allowed", "allowed")])),
        Assumption(
            .catalogue, row: 25, "which plans there are (all invented)",
            .choice([
                ("ds", "DS1 to DS5"),
                ("renamed", "small-1, medium-1, large-1, as after a renaming"),
            ])),
        Assumption(
            .catalogueChecks, row: 24, "an unknown plan, version, edition or extra",
            .choice([
                ("checked", "refused with 400"), ("unchecked", "accepted"),
            ])),
        Assumption(
            .extras, row: 25, "the kinds of extras there are (all invented)",
            .words(
                standard: "extra-retention,extra-frequency,log-export", meaning: "a list")),
        Assumption(
            .hiddenEnvironments, row: 26, "an environment not assigned to the client",
            .choice([("404", "is not found"), ("403", "is forbidden")])),
        Assumption(
            .environmentCreation, "creating an environment",
            .choice([
                ("forbidden", "refused with 403: beyond an Operator's rights"),
                ("allowed", "allowed"),
            ])),
        Assumption(
            .wrongMethod, row: 31, "a method that a path does not have",
            .choice([
                ("405", "405"), ("404", "404"),
            ])),
        Assumption(
            .badBody, row: 31, "a body that is not JSON or lacks what it must have",
            .choice([("400", "400"), ("422", "422")])),
        Assumption(
            .unknownKeys, "a key that a body should not have",
            .choice([
                ("ignored", "ignored"), ("refused", "refused as a bad body"),
            ])),
        Assumption(
            .contentTypes, "a body of the wrong content type",
            .choice([
                ("checked", "refused with 415"), ("unchecked", "read as if it were right"),
            ])),
        Assumption(
            .rateLimit, row: 6, "how many requests a second are answered",
            .number(
                standard: 0, range: 0...1_000_000,
                meaning: "0 is no limit; more get 429 with Retry-After")),
    ]
}
