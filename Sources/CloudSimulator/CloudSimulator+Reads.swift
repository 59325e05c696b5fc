import JSONDocument

extension CloudSimulator {
    func listEnvironments() -> SimulatedResponse {
        list("environments", environments.filter(\.isVisible).map(body(of:)))
    }

    func listDatabases(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let environment = try environment(request["e"])
        return listing(databases.filter { $0.environmentId == environment.id })
    }

    func listVendorDatabases(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        try checkVendor(request)
        let visible = environments.filter(\.isVisible).map(\.id)
        return listing(
            databases.filter {
                $0.vendor == request["v"] && visible.contains($0.environmentId)
            })
    }

    private func listing(_ databases: [SimulatedDatabase]) -> SimulatedResponse {
        guard assumptions[.databaseList] == "full" else {
            return list(
                "databases",
                databases.map { ["id": .string($0.id), "name": .string($0.name)] })
        }
        return list("databases", databases.map(body(of:)))
    }

    func readDatabase(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        SimulatedResponse(200, json: body(of: try database(request)))
    }

    func readStatus(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        SimulatedResponse(200, json: status(of: try database(request)))
    }

    func readOperation(_ request: RoutedRequest) throws(Refusal) -> SimulatedResponse {
        let database = try database(request)
        guard let operation = operations[request["op"]], operation.ending != .forgotten,
            operation.addresses.contains(database.id)
        else { throw Refusal(404, "no such operation") }
        return SimulatedResponse(200, json: body(of: operation))
    }

    func listPlans() -> SimulatedResponse {
        let plans = catalogue.plans
        guard assumptions[.catalogueShape] == "objects" else {
            return list("plans", plans.map { .string($0.name) })
        }
        return list(
            "plans",
            plans.map { plan in
                var members: [String: JSONValue] = ["name": .string(plan.name)]
                members["memoryGb"] = plan.memoryGiB.map { .integer(Int64($0)) }
                members["storageGb"] = plan.storageGiB.map { .integer(Int64($0)) }
                return .object(members)
            })
    }

    func listVersions() -> SimulatedResponse {
        let versions = catalogue.versions
        guard assumptions[.catalogueShape] == "objects" else {
            let numbers = versions.map(\.number)
            return list("versions", Set(numbers).sorted().map { .string($0) })
        }
        return list("versions", versions.map { version($0.number, $0.edition, $0.vendor) })
    }

    // MARK: - Looking up

    func environment(_ id: String) throws(Refusal) -> SimulatedEnvironment {
        guard let environment = environments.first(where: { $0.id == id }) else {
            throw Refusal(404, "no such environment")
        }
        guard environment.isVisible else {
            throw assumptions[.hiddenEnvironments] == "403"
                ? Refusal(403, "the environment is not assigned to this client")
                : Refusal(404, "no such environment")
        }
        return environment
    }

    func checkVendor(_ request: RoutedRequest) throws(Refusal) {
        guard Catalogue.vendors.contains(request["v"]) else { throw Refusal(404, "no such vendor") }
    }

    /// Finds the database that the path names, in an environment that may be seen.
    func database(_ request: RoutedRequest) throws(Refusal) -> SimulatedDatabase {
        try checkVendor(request)
        return try database(request["d"], vendor: request["v"])
    }

    func database(_ id: String, vendor: String?) throws(Refusal) -> SimulatedDatabase {
        guard let database = databases.first(where: { $0.id == id }),
            vendor == nil || database.vendor == vendor
        else { throw Refusal(404, "no such database") }
        do throws(Refusal) {
            _ = try environment(database.environmentId)
        } catch {
            throw error.status == 403 ? error : Refusal(404, "no such database")
        }
        return database
    }

    /// Finds the database that the path names, and refuses when it may not be changed now.
    func freeDatabase(_ request: RoutedRequest) throws(Refusal) -> SimulatedDatabase {
        let database = try database(request)
        try checkFree(database)
        return database
    }

    func checkFree(_ database: SimulatedDatabase) throws(Refusal) {
        guard !database.isLocked else {
            throw Refusal(busyStatus, "the database `\(database.name)` is locked")
        }
        guard assumptions[.busy] != "queue", let operation = pendingOperation(of: database.id)
        else { return }
        throw Refusal(
            busyStatus,
            "another operation (\(operation.id), \(operation.kind.rawValue)) is in progress on"
                + " the database `\(database.name)`")
    }

    private var busyStatus: Int { Int(assumptions[.busy]) ?? 409 }
}
