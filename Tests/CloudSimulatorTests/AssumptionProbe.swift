import CloudSimulator
import JSONDocument
import Timekeeping

/// Everything that can be seen of a simulated cloud in one long scenario, as text.
///
/// Each assumption shows somewhere in it; nothing in it fails, whatever is assumed.
struct AssumptionProbe {
    private var caller: SimulatedCaller
    private(set) var lines: [String] = []

    static func transcript(assuming settings: [String]) throws -> [String] {
        var probe = AssumptionProbe(
            caller: try SimulatedCaller(assuming: ["token-ttl=1000000"] + settings))
        probe.signIns()
        probe.reads()
        probe.refusals()
        probe.lifecycle()
        probe.copies()
        probe.snapshots()
        probe.restores()
        probe.switches()
        probe.settings()
        probe.failure()
        probe.deletion()
        probe.addresses()
        return probe.lines
    }

    private init(caller: SimulatedCaller) { self.caller = caller }

    @discardableResult
    private mutating func send(
        _ method: String, _ target: String, _ body: JSONValue? = nil, raw: String? = nil,
        type: String = "application/json"
    ) -> SimulatedResponse? {
        let response = caller.answer(
            method, target, body: raw ?? body?.text, headers: [("Content-Type", type)]
        ).response
        let headers = response?.headers.map { "\($0.name): \($0.value)" } ?? []
        lines.append(
            "\(method) \(target) \(response?.status ?? 0) \(headers) \(response?.text ?? "")")
        return response
    }

    private func path(_ reference: String, _ rest: String = "") -> String {
        let database = caller.cloud.database(reference)
        let id = caller.escaped(database?.id ?? "none")
        return "/deployments/databases/\(database?.vendor ?? "graphneo")/\(id)\(rest)"
    }

    private func id(_ reference: String) -> JSONValue {
        .string(caller.cloud.database(reference)?.id ?? "none")
    }

    private func environment(_ label: String) -> JSONValue {
        .string(caller.cloud.environment(named: label)?.id ?? "none")
    }

    private mutating func poll(_ reference: String, _ operation: SimulatedResponse?) {
        send("GET", path(reference))
        var next = operation?.json?["operationId"]?.string
        while let id = next {
            let json = send("GET", path(reference, "/operations/\(caller.escaped(id))"))?.json
            next = json?["nextOperationId"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    private mutating func addresses() {
        for database in caller.cloud.databases.sorted(by: { $0.id < $1.id }) {
            guard let connection = database.connection else { continue }
            lines.append("\(caller.cloud.reach(connection.domainName, connection.boltPort))")
        }
    }

    private mutating func settle() {
        while let next = caller.cloud.earliestEnd {
            caller.now = max(caller.now, next)
            caller.cloud.advance(to: caller.now)
        }
        lines.append("settled \(caller.now.nanosecondsSince1970)")
    }

    private mutating func signIns() {
        let id = "client_id=\(caller.cloud.clientId)"
        let secret = "client_secret=\(caller.cloud.clientSecret)"
        let type = "application/x-www-form-urlencoded"
        for form in ["\(id)&\(secret)", "\(id)&client_secret=wrong"] {
            send("POST", "/organizations/oauth/token", raw: form, type: type)
        }
    }

    private mutating func reads() {
        for label in ["production", "finance"] {
            let id = caller.escaped(environment(label).string ?? "")
            send("GET", "/deployments/environments/\(id)/databases")
        }
        for target in ["environments", "plans", "versions", "databases/graphneo"] {
            send("GET", "/deployments/" + target)
        }
        send("GET", path("production/reports", "/status"))
        send("GET", path("production/orders", "/settings/config"))
    }

    private mutating func refusals() {
        send("PUT", path("production/orders", "/pause"))
        send("POST", path("production/orders", "/clone"), raw: "{")
        send("POST", path("production/orders", "/clone"), raw: "{}", type: "text/plain")
        send("POST", path("production/orders", "/restart"), ["stationIds": ["none"]])
        send(
            "POST", path("staging/catalog", "/clone"),
            ["name": "x", "environmentId": environment("dr"), "colour": "red"])
        send("POST", path("production/orders", "/start"))
        send(
            "POST", "/deployments/environments",
            [
                "label": "new", "organizationId": "o", "grantType": "g", "region": "r",
                "cidr": "172.30.0.0/16",
            ])
        for (name, plan) in [
            ("Big Name", "DS1"), ("orders", "DS1"), ("odd", "DS77"), ("fine", "DS1"),
        ] {
            send(
                "POST", "/deployments/databases/graphneo",
                [
                    "name": .string(name), "plan": .string(plan), "version": "5.26.1",
                    "edition": "community", "environmentId": environment("production"),
                    "enabledExtrasKinds": ["log-export"],
                ])
        }
        settle()
    }

    private mutating func lifecycle() {
        let pause = send("POST", path("production/catalog", "/pause"))
        poll("production/catalog", pause)
        send("POST", path("production/catalog", "/pause"))
        settle()
        poll("production/catalog", pause)
        let plan = send(
            "POST", path("dr/archive", "/plan/change"), ["targetPlanName": "DS4"])
        poll("dr/archive", plan)
        settle()
        poll("dr/archive", plan)
        send("POST", path("production/catalog", "/restart"), ["stationIds": [], "reset": true])
        send("POST", path("production/catalog", "/start"))
        settle()
    }

    private mutating func copies() {
        let target = environment("dr")
        for (source, name) in [
            ("production/customers", "one"), ("production/reports", "two"),
            ("staging/catalog", "three"), ("staging/catalog", "four"),
            ("staging/catalog", "five"),
        ] {
            let clone = send(
                "POST", path(source, "/clone"),
                ["name": .string(name), "environmentId": target])
            poll(source, clone)
            poll("dr/\(name)", clone)
            caller.wait(.minutes(4))
            poll(source, clone)
            settle()
            send("GET", path("dr/\(name)"))
            send("GET", path(source, "/snapshots/manual"))
        }
    }

    private mutating func snapshots() {
        let target = path("staging/orders", "/snapshots/manual")
        let made = send("POST", target, ["label": "probe"])
        send("GET", target)
        settle()
        send("POST", target)
        send("GET", target)
        let id = made?.json?["snapshot"]?["id"]?.string ?? "none"
        send("DELETE", target + "/" + caller.escaped(id))
    }

    private mutating func restores() {
        guard let snapshot = caller.cloud.snapshots(of: "production/orders").first?.id else {
            return
        }
        let body: JSONValue = [
            "snapshotId": .string(snapshot), "snapshotEnvironmentId": environment("production"),
        ]
        for reference in ["staging/orders", "staging/customers"] {
            send("POST", path(reference, "/restore"), body)
            send("GET", path(reference, "/status"))
            settle()
            send("GET", path(reference))
        }
    }

    private mutating func switches() {
        for target in ["dr/archive", "dr/drill-october"] {
            send(
                "POST", path("production/customers", "/connections/switch"),
                ["targetDatabase": id(target)])
            settle()
            send("GET", path("production/customers"))
            send("GET", path(target))
        }
    }

    private mutating func settings() {
        let body: JSONValue = ["configuration": [["key": "a", "value": "1", "secret": true]]]
        send("PUT", path("production/customers", "/settings/config"), body)
        send("GET", path("production/customers", "/status"))
        for action in ["/pause", "/start", "/restart"] {
            send("POST", path("production/customers", action))
            settle()
            send("GET", path("production/customers", "/status"))
        }
    }

    private mutating func failure() {
        caller.cloud.faults.failNext(
            "POST /deployments/databases/{v}/{d}/clone", with: .operationFails)
        let clone = send(
            "POST", path("production/catalog", "/clone"),
            ["name": "broken", "environmentId": environment("dr")])
        settle()
        poll("dr/broken", clone)
    }

    private mutating func deletion() {
        let snapshot = caller.cloud.snapshots(of: "staging/orders").first?.id ?? "none"
        let body: JSONValue = [
            "snapshotId": .string(snapshot), "snapshotEnvironmentId": environment("staging"),
            "environmentId": environment("staging"), "name": "revived",
        ]
        send("POST", path("staging/orders", "/pause"))
        send("DELETE", path("staging/orders"))
        settle()
        send("DELETE", path("staging/orders"))
        send("GET", path("staging/orders"))
        settle()
        send("POST", "/deployments/databases/graphneo/restore", body)
    }
}
