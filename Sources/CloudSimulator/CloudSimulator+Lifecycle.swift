import JSONDocument

extension CloudSimulator {
    mutating func createDatabase(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        try checkVendor(request)
        let fields = try fields(
            request, ["environmentId", "name", "plan", "version", "edition", "enabledExtrasKinds"])
        let environment = try environment(try fields.text("environmentId"))
        let name = try fields.text("name")
        let plan = try fields.text("plan")
        let version = try fields.text("version")
        let edition = try fields.text("edition")
        let extras = try fields.texts("enabledExtrasKinds")
        try checkName(name, in: environment.id, fields)
        if assumptions[.catalogueChecks] == "checked" {
            guard catalogue.sells(plan: plan) else {
                throw fields.refusal("there is no plan `\(plan)`")
            }
            guard catalogue.sells(version: version, edition, of: request["v"]) else {
                throw fields.refusal("there is no version `\(version)` `\(edition)`")
            }
            if let extra = extras.first(where: { catalogue.extras?.contains($0) == false }) {
                throw fields.refusal("there is no kind of extra `\(extra)`")
            }
        }
        var database = makeDatabase(name, in: environment.id, vendor: request["v"])
        (database.plan, database.version, database.edition) = (plan, version, edition)
        database.extras = extras
        databases.append(database)
        var content = database.data
        content.origin = reference(database)
        let operation = begin(
            [
                SimulatedOperation(
                    .deploy, holding: [database.id], for: Durations.create,
                    then: .deploy(database.id, content, .running))
            ], under: [database.id])
        record(.create, database, operation: operation)
        return accepted(operation, making: database, as: "wrapped")
    }

    mutating func pause(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        _ = try fields(request, [], isOptional: true)
        guard expectedState(of: database) == .running else {
            return try wrongState(database, request, "paused")
        }
        return accept(
            request, .pause, database,
            SimulatedOperation(
                .pause, holding: [database.id], for: Durations.pause(database.data.sizeGiB),
                then: .state(database.id, .paused)))
    }

    mutating func start(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        _ = try fields(request, [], isOptional: true)
        guard expectedState(of: database) != .running else {
            return try wrongState(database, request, "running")
        }
        return accept(
            request, .start, database,
            SimulatedOperation(
                .start, holding: [database.id], for: Durations.start(database.data.sizeGiB),
                then: .state(database.id, .running)))
    }

    mutating func restart(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        let fields = try fields(request, ["stationIds", "reset"], isOptional: true)
        _ = try fields.optionalBoolean("reset")
        for station in try fields.texts("stationIds")
        where station != database.stationId && assumptions[.stations] == "checked" {
            throw fields.refusal("there is no station `\(station)`")
        }
        guard expectedState(of: database) == .running else {
            return try wrongState(database, request, "not running")
        }
        return accept(
            request, .restart, database,
            SimulatedOperation(
                .restart, holding: [database.id], for: Durations.restart,
                then: .restart(database.id)))
    }

    mutating func deleteDatabase(
        _ request: RoutedRequest
    ) throws(Refusal) -> SimulatedResponse {
        let database = try database(request)
        if assumptions[.deletePending] == "allowed" {
            dropOperations(on: database.id)
        }
        try checkFree(database)
        guard assumptions[.deleting] == "operation" else {
            record(.delete, database)
            let response = accepted(nil, on: database.id, echoing: request)
            remove(database.id)
            return response
        }
        return accept(
            request, .delete, database,
            SimulatedOperation(
                .delete, holding: [database.id], for: Durations.delete,
                then: .delete(database.id)))
    }

    mutating func changePlan(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try freeDatabase(request)
        let fields = try fields(request, ["targetPlanName"])
        let plan = try fields.text("targetPlanName")
        guard
            assumptions[.catalogueChecks] != "checked"
                || catalogue.sells(plan: plan)
        else { throw fields.refusal("there is no plan `\(plan)`") }
        guard database.plan != plan else {
            return try wrongState(database, request, "on the plan `\(plan)`")
        }
        let hold = [database.id]
        let resize = Durations.resize(database.data.sizeGiB)
        let effect = SimulatedOperation.Effect.plan(database.id, plan)
        let steps =
            assumptions[.chains] == "two"
            ? [
                SimulatedOperation(.resize, holding: hold, for: resize, then: effect),
                SimulatedOperation(
                    .restart, holding: hold, for: Durations.restart, then: .restart(database.id)),
            ]
            : [
                SimulatedOperation(
                    .resize, holding: hold, for: resize + Durations.restart, then: effect)
            ]
        let operation = begin(steps, under: [database.id])
        record(.changePlan, database, operation: operation)
        return accepted(operation, on: database.id, echoing: request)
    }

    // MARK: - Shared steps

    /// Begins one operation on a database, and makes the answer.
    mutating func accept(
        _ request: RoutedRequest, _ verb: AppliedChange.Verb, _ database: SimulatedDatabase,
        _ step: SimulatedOperation, result: String? = nil
    ) -> SimulatedResponse {
        let operation = begin([step], under: step.holds)
        record(verb, database, result: result, operation: operation)
        return accepted(operation, on: database.id, echoing: request)
    }

    /// What is done about an action that the state does not admit.
    func wrongState(
        _ database: SimulatedDatabase, _ request: RoutedRequest, _ state: String
    ) throws(Refusal) -> SimulatedResponse {
        if assumptions[.wrongState] == "ignore" {
            return accepted(nil, on: database.id, echoing: request)
        }
        throw Refusal(
            Int(assumptions[.wrongState]) ?? 409,
            "the database `\(database.name)` is \(state)")
    }

    /// Refuses a name that a new database cannot have.
    func checkName(
        _ name: String, in environmentId: String, _ fields: RequestFields
    ) throws(Refusal) {
        if assumptions[.names] == "strict" {
            let isPlain = name.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 45
            }
            guard isPlain, name.utf8.count < 30, !name.hasPrefix("_"), !name.hasPrefix("-") else {
                throw fields.refusal(
                    "the name `\(name.prefix(40))` must be 1 to 29 of a-z, 0-9, _ and -")
            }
        } else if name.count > 100 {
            throw fields.refusal("the name is longer than 100 characters")
        }
        let isTaken = databases.contains { $0.environmentId == environmentId && $0.name == name }
        guard !isTaken || assumptions[.duplicateNames] == "allowed" else {
            throw Refusal(409, "the environment has a database called `\(name)` already")
        }
    }

    mutating func record(
        _ verb: AppliedChange.Verb, _ database: SimulatedDatabase, result: String? = nil,
        operation: String? = nil
    ) {
        record(verb, id: database.id, name: reference(database), result: result, operation)
    }

    mutating func record(
        _ verb: AppliedChange.Verb, id: String, name: String, result: String? = nil,
        _ operation: String? = nil
    ) {
        revision += 1
        changes.append(
            AppliedChange(
                verb: verb, targetId: id, target: name, resultId: result, operationId: operation,
                instant: now, requestId: requestCount))
    }
}
