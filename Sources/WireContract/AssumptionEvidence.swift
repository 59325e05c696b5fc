import CloudClient
package import CloudSimulator
import JSONDocument

/// What an account's answers tell of one assumption.
package struct AssumptionEvidence: Sendable {
    package var name: AssumptionName
    /// The value that the answers show; nil when they do not tell.
    package var seen: String?

    /// What is assumed unless something else is asked for.
    package var assumed: String { Assumptions()[name] }
    package var differs: Bool { seen.map { $0 != assumed } ?? false }

    /// Every assumption that reading can settle, in the order of the assumptions' list.
    static func all(in exchanges: [Exchange]) -> [AssumptionEvidence] {
        let answers = Answers(exchanges)
        let readers: [AssumptionName: (Answers) -> String?] = [
            .lists: lists, .dates: dates, .ids: ids, .databaseList: databaseList,
            .snapshotShape: snapshotShape, .snapshotStatus: snapshotStatus,
            .catalogueShape: catalogueShape, .health: health, .requestIds: requestIds,
            .tokenStatus: tokenStatus, .tokenType: tokenType, .expiresIn: expiresIn,
            .errors: errors,
        ]
        return Assumption.table.compactMap { assumption in
            readers[assumption.name].map { .init(name: assumption.name, seen: $0(answers)) }
        }
    }

    /// Answers sorted by what they are of.
    struct Answers {
        let environments: [JSONValue]
        let lists: [JSONValue]
        let listedDatabases: [JSONValue]
        let databases: [JSONValue]
        let snapshots: [JSONValue]
        let plans: [JSONValue]
        let exchanges: [Exchange]

        init(_ exchanges: [Exchange]) {
            func bodies(_ path: String) -> [JSONValue] {
                let shape = AnswerShape(path, [])
                return exchanges.filter { $0.status == 200 && shape.answers($0.path) }
                    .compactMap(\.responseBody)
            }
            func items(_ path: String, _ key: String) -> [JSONValue] {
                bodies(path).flatMap { ContractReport.Route.list(key, in: $0) ?? [] }
            }
            let inEnvironment = "/deployments/environments/*/databases"
            environments = items("/deployments/environments", "environments")
            lists = bodies("/deployments/environments") + bodies(inEnvironment)
            listedDatabases = items(inEnvironment, "databases")
            databases = bodies("/deployments/databases/*/*").map { $0["database"] ?? $0 }
            snapshots = items("/deployments/databases/*/*/snapshots/manual", "snapshots")
            plans = items("/deployments/plans", "plans")
            self.exchanges = exchanges
        }

        /// The whole descriptions of databases.
        var described: [JSONValue] {
            (listedDatabases + databases).filter { $0["status"] != nil }
        }

        var signIn: Exchange? {
            exchanges.first { $0.path.hasSuffix("/oauth/token") && $0.responseBody != nil }
        }
    }
}

// MARK: - What tells what

private func lists(_ answers: AssumptionEvidence.Answers) -> String? {
    guard let body = answers.lists.first else { return nil }
    if body.array != nil { return "bare" }
    return body["data"]?.array == nil ? "wrapped" : "data"
}

private func dates(_ answers: AssumptionEvidence.Answers) -> String? {
    guard let first = answers.environments.first else { return nil }
    switch first["createdAt"] {
    case .string(let text) where text.contains("GMT"): return "rfc7231"
    case .string(let text): return text.hasSuffix("Z") && !text.contains(".") ? "iso" : "offset"
    case .integer(let number): return number > 100_000_000_000 ? "epoch-ms" : "epoch"
    default: return "absent"
    }
}

private func ids(_ answers: AssumptionEvidence.Answers) -> String? {
    guard let id = answers.environments.first?["id"]?.string else { return nil }
    let isHex = id.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    if isHex, id.count == 32 { return "hex" }
    let groups = id.split(separator: "-").map(\.count)
    return groups == [8, 4, 4, 4, 12] ? "uuid" : "opaque"
}

private func databaseList(_ answers: AssumptionEvidence.Answers) -> String? {
    answers.listedDatabases.first.map { $0["status"] == nil ? "brief" : "full" }
}

private func snapshotShape(_ answers: AssumptionEvidence.Answers) -> String? {
    answers.snapshots.first.map { $0["status"] == nil ? "minimal" : "full" }
}

private func snapshotStatus(_ answers: AssumptionEvidence.Answers) -> String? {
    answers.snapshots.compactMap { $0["status"]?.string }.first {
        ["Ready", "ready", "finished"].contains($0)
    }
}

private func catalogueShape(_ answers: AssumptionEvidence.Answers) -> String? {
    answers.plans.first.map { $0.string == nil ? "objects" : "names" }
}

private func health(_ answers: AssumptionEvidence.Answers) -> String? {
    func isTold(_ state: String) -> Bool? {
        answers.described.map { $0["status"] ?? .null }.first { $0["state"]?.string == state }.map {
            $0["lastHealthCheckStatus"]?.object != nil
        }
    }
    switch (isTold("running"), isTold("paused")) {
    case (false?, _): return "never"
    case (true?, true?): return "always"
    case (true?, false?): return "running"
    default: return nil
    }
}

private func requestIds(_ answers: AssumptionEvidence.Answers) -> String? {
    let read = answers.exchanges.filter { $0.method == "GET" && $0.status != nil }
    guard !read.isEmpty else { return nil }
    return read.contains { $0.requestID != nil } ? "header" : "absent"
}

private func tokenStatus(_ answers: AssumptionEvidence.Answers) -> String? {
    answers.signIn?.status.flatMap { [200, 201].contains($0) ? String($0) : nil }
}

private func tokenType(_ answers: AssumptionEvidence.Answers) -> String? {
    guard let body = answers.signIn?.responseBody else { return nil }
    guard let type = body["token_type"]?.string else { return "absent" }
    return ["Bearer", "bearer"].contains(type) ? type : nil
}

private func expiresIn(_ answers: AssumptionEvidence.Answers) -> String? {
    guard let body = answers.signIn?.responseBody else { return nil }
    switch body["expires_in"] {
    case nil, .null: return "absent"
    case .string: return "text"
    default: return "number"
    }
}

private func errors(_ answers: AssumptionEvidence.Answers) -> String? {
    let refused = answers.exchanges.first { $0.method == "GET" && ($0.status ?? 0) == 404 }
    guard let refused else { return nil }
    guard let body = refused.responseBody else { return "empty" }
    if body.object == nil { return "plain" }
    if body["error"]?.object != nil { return "nested" }
    if body["error"]?.string != nil { return "text" }
    if body["detail"] != nil || body["title"] != nil { return "problem" }
    return body["message"] == nil ? nil : "message"
}
