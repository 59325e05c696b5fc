import JSONDocument
import Timekeeping

extension CloudSimulator {
    func list(_ name: String, _ items: [JSONValue]) -> SimulatedResponse {
        switch assumptions[.lists] {
        case "bare": SimulatedResponse(200, json: .array(items))
        case "data": SimulatedResponse(200, json: ["data": .array(items)])
        default: SimulatedResponse(200, json: [name: .array(items)])
        }
    }

    func body(of refusal: Refusal) -> SimulatedResponse {
        let text = JSONValue.string(refusal.text)
        let code = JSONValue.string(Self.word(refusal.status))
        var type = "application/json"
        var body: String
        if let oauth = refusal.oauthCode, assumptions[.signInErrors] == "oauth" {
            let json: JSONValue = ["error": .string(oauth), "error_description": text]
            body = json.text
        } else {
            switch assumptions[.errors] {
            case "message": body = JSONValue.object(["code": code, "message": text]).text
            case "nested":
                body = JSONValue.object(["error": ["code": code, "message": text]]).text
            case "problem":
                type = "application/problem+json"
                let status = JSONValue.integer(Int64(refusal.status))
                let json: JSONValue = [
                    "type": "about:blank", "title": code, "status": status, "detail": text,
                ]
                body = json.text
            case "plain": (type, body) = ("text/plain; charset=utf-8", refusal.text)
            case "empty": body = ""
            default: body = JSONValue.object(["error": text]).text
            }
        }
        let headers = body.isEmpty ? [] : [("Content-Type", type)]
        return SimulatedResponse(
            refusal.status, headers: headers + refusal.headers, body: Array(body.utf8))
    }

    private static func word(_ status: Int) -> String {
        switch status {
        case 400, 422: "bad_request"
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "not_found"
        case 409, 423: "conflict"
        case 429: "too_many_requests"
        case 501: "not_implemented"
        default: "error"
        }
    }

    func body(of environment: SimulatedEnvironment) -> JSONValue {
        var body: [String: JSONValue] = [
            "id": .string(environment.id), "label": .string(environment.label),
            "organizationId": .string(organizationId), "grantType": "standard",
            "region": .string(environment.region), "cidr": .string(environment.cidr),
            "vpcPeers": .array(environment.peers.map(body(of:))), "stoppedAt": nil,
        ]
        body["createdAt"] = date(environment.createdAt)
        body["networkRules"] = .array(
            environment.networkRules.map { rule in
                var json: [String: JSONValue] = [
                    "id": .string(rule.id), "label": .string(rule.label),
                    "ipRange": .string(rule.ipRange),
                ]
                json["createdAt"] = date(rule.createdAt)
                return .object(json)
            })
        return .object(body)
    }

    func body(of peer: SimulatedEnvironment.Peer) -> JSONValue {
        [
            "id": .string(peer.id), "label": .string(peer.label),
            "peeringConnectionId": .string(peer.peeringConnectionId),
            "awsAccountId": .string(peer.awsAccountId), "vpcId": .string(peer.vpcId),
            "peerVpcRegion": .string(peer.region), "cidrs": [], "status": .string(peer.status),
        ]
    }

    func body(of database: SimulatedDatabase) -> JSONValue {
        let connection = database.connection
        var body: [String: JSONValue] = [
            "id": .string(database.id), "organizationId": .string(organizationId),
            "environmentId": .string(database.environmentId), "name": .string(database.name),
            "plan": .string(database.plan), "status": status(of: database),
            "version": version(database.version, database.edition, database.vendor),
            "nodes": [["stationId": .string(database.stationId), "nodeType": "main"]],
            "domainName": (connection?.domainName).map(JSONValue.string) ?? .null,
            "privateDomainName": (connection?.privateDomainName).map(JSONValue.string) ?? .null,
            "httpPort": (connection?.httpPort).map { .integer(Int64($0)) } ?? .null,
            "boltPort": (connection?.boltPort).map { .integer(Int64($0)) } ?? .null,
        ]
        body["createdAt"] = date(database.createdAt)
        return .object(body)
    }

    func version(_ number: String, _ edition: String?, _ vendor: String?) -> JSONValue {
        var members: [String: JSONValue] = ["number": .string(number)]
        members["edition"] = edition.map { .string($0) }
        members["vendor"] = vendor.map { .string($0) }
        return .object(members)
    }

    func status(of database: SimulatedDatabase) -> JSONValue {
        let operation = pendingOperation(of: database.id)
        let isPending = operation != nil
        let isLocked = database.isLocked || isPending && assumptions[.locked] == "pending"
        var body: [String: JSONValue] = [
            "state": .string(stateWord(of: database, during: operation)),
            "needsRestart": .boolean(database.needsRestart), "isPending": .boolean(isPending),
            "isLocked": .boolean(isLocked), "underIncident": .boolean(database.underIncident),
        ]
        let health = assumptions[.health]
        if health == "always" || health == "running" && database.state == .running {
            let age = now.nanosecondsSince1970 / 1_000_000_000 % 30
            let word =
                database.underIncident ? "failing" : database.state == .running ? "ok" : "stopped"
            body["lastHealthCheckStatus"] = [
                "lastCheckSecondsAgo": .integer(age), "status": .string(word),
            ]
        }
        return .object(body)
    }

    private func stateWord(
        of database: SimulatedDatabase, during operation: SimulatedOperation?
    ) -> String {
        guard let operation else { return database.state.rawValue }
        switch assumptions[.transitionalStates] {
        case "named": return operation.kind.transitionalState
        case "pending": return "pending"
        default: return database.state.rawValue
        }
    }

    func body(of operation: SimulatedOperation) -> JSONValue {
        let elapsed = min(now - operation.startedAt, operation.duration)
        var body: [String: JSONValue] = [
            "id": .string(operation.id), "status": .string(statusWord(of: operation)),
        ]
        if operation.status == .waiting {
            body["durationInSeconds"] = 0
        } else {
            body["startedAt"] = date(operation.startedAt)
            body["durationInSeconds"] = .integer(elapsed.components.seconds)
        }
        let isTold = assumptions[.nextOperation] == "at-once" || operation.status == .finished
        if let next = operation.nextId, isTold {
            body["nextOperationId"] = .string(next)
        } else {
            switch assumptions[.chainEnd] {
            case "empty": body["nextOperationId"] = ""
            case "null": body["nextOperationId"] = .null
            default: break
            }
        }
        return .object(body)
    }

    private func statusWord(of operation: SimulatedOperation) -> String {
        let words: [String] =
            switch assumptions[.operationStatuses] {
            case "started": ["started", "finished", "failed"]
            case "in-progress": ["in_progress", "finished", "error"]
            default: ["running", "finished", "failed"]
            }
        return switch operation.status {
        case .waiting, .running: words[0]
        case .finished: words[1]
        case .failed: words[2]
        }
    }

    func body(of snapshot: SimulatedSnapshot) -> JSONValue {
        var body: [String: JSONValue] = [
            "id": .string(snapshot.id), "label": .string(snapshot.label),
        ]
        body["createdAt"] = date(snapshot.createdAt)
        guard assumptions[.snapshotShape] == "full" else { return .object(body) }
        body["status"] = .string(snapshot.isReady ? assumptions[.snapshotStatus] : "Creating")
        body["databaseId"] = .string(snapshot.databaseId)
        body["environmentId"] = .string(snapshot.environmentId)
        body["plan"] = .string(snapshot.plan)
        body["version"] = version(snapshot.version, snapshot.edition, snapshot.vendor)
        return .object(body)
    }

    func date(_ instant: Instant) -> JSONValue? { WireDate.json(instant, assumptions) }

    var organizationId: String { format(identifiers.digits("organization")) }

    /// The answer to an accepted action on a database that has been made already.
    func accepted(
        _ operationId: String?, on id: String, echoing request: RoutedRequest
    ) -> SimulatedResponse {
        let json = ("Content-Type", "application/json")
        switch assumptions[.actions] {
        case "empty": return SimulatedResponse(200)
        case "no-content": return SimulatedResponse(204)
        case "database":
            return SimulatedResponse(
                200, json: databases.first { $0.id == id }.map(body(of:)) ?? [:])
        case "echo":
            let body = request.request.body
            return SimulatedResponse(
                200, headers: [json], body: body.isEmpty ? Array("{}".utf8) : body)
        default:
            guard let operationId else { return SimulatedResponse(acceptedStatus, json: [:]) }
            return SimulatedResponse(
                acceptedStatus, json: ["operationId": .string(operationId)])
        }
    }

    /// The answer to the making of a new database.
    func accepted(
        _ operationId: String, making database: SimulatedDatabase, as form: String
    ) -> SimulatedResponse {
        let operation = JSONValue.string(operationId)
        return switch form {
        case "database": SimulatedResponse(acceptedStatus, json: body(of: database))
        case "operation": SimulatedResponse(acceptedStatus, json: ["operationId": operation])
        case "empty": SimulatedResponse(acceptedStatus)
        default:
            SimulatedResponse(
                acceptedStatus, json: ["database": body(of: database), "operationId": operation])
        }
    }

    var acceptedStatus: Int { Int(assumptions[.acceptedStatus]) ?? 202 }
}
