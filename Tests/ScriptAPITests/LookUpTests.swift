import CloudClient
import Diagnostics
import ScriptAPI
import ScriptWire
import Synchronization
import Testing
import Timekeeping

struct LookUpTests {
    @Test func `a database has the fields of the reference`() async throws {
        let fields = try await Rehearsal().fields("db", "production/orders")

        #expect(fields["ref"] == "production/orders")
        #expect(fields["env"] == "production")
        #expect(fields["state"] == "running")
        #expect(fields["plan"] == "DS4")
        #expect(fields["edition"] == "enterprise")
        #expect(fields["vendor"] == "graphneo")
        #expect(fields["locked"] == false)
        #expect(fields["created_at"]?.typeName == "time")
        let domain = try #require(fields["domain"]?.text)
        #expect(fields["bolt_url"]?.text?.hasPrefix("bolt://\(domain):") == true)
    }

    @Test func `a database is found by handle, id, name, URL and, for reads, bare name`()
        async throws
    {
        let rehearsal = Rehearsal()
        let handle = try await rehearsal.database("production/orders")
        let fields = try #require(handle.handle?.fields)
        let id = try #require(fields["id"]?.text)
        let ways: [WireValue] = [
            handle.fromScript, .text("id:\(id)"), fields["bolt_url"] ?? .null,
            fields["domain"] ?? .null, "production/orders",
        ]

        for way in ways {
            #expect(try await rehearsal.fields("db", way)["id"] == .text(id))
        }
        #expect(try await rehearsal.fields("db", "archive")["ref"] == "dr/archive")
    }

    @Test func `an ambiguous bare name lists the candidates`() async throws {
        let error = await #expect(throws: CloudError.self) {
            try await Rehearsal().call("db", "orders")
        }

        #expect(error?.code == .ambiguous)
        let text = "\(error?.message ?? "") \(error?.hint ?? "")"
        #expect(text.contains("staging/orders"))
    }

    @Test func `a name that matches nothing is not found, or nil`() async throws {
        let rehearsal = Rehearsal()

        let error = await #expect(throws: CloudError.self) {
            try await rehearsal.call("db", "production/ordres")
        }
        #expect(error?.code == .notFound)
        #expect(try await rehearsal.call("find_db", "production/ordres") == [.null])
    }

    @Test(arguments: [
        (WireValue.text("dr"), ["dr/archive", "dr/drill-october"]),
        (.options(["env": "staging", "state": "paused"]), ["staging/customers"]),
        (.options(["name": "o*"]), ["production/orders", "staging/orders"]),
        (
            .options(["env": ["dr", "staging"], "exclude": ["dr/*", "e*", "catalog"]]),
            ["staging/customers", "staging/orders"]
        ),
        (.options(["plan": ["DS4"], "older_than": "365d"]), ["production/orders"]),
        (.options(["env": "dr", "newer_than": "60d"]), ["dr/drill-october"]),
    ])
    func `databases are filtered and ordered`(filter: WireValue, expected: [String]) async throws {
        let results = try await Rehearsal().call("databases", filter)

        let refs = results.first?.list?.compactMap { $0.handle?.fields["ref"]?.text }
        #expect(refs == expected)
    }

    @Test func `a state that looks mistyped is warned of, one that only nobody is in is not`()
        async throws
    {
        let mistyped = Rehearsal()
        let results = try await mistyped.call("databases", .options(["state": "runing"]))
        let unknown = Rehearsal()
        _ = try await unknown.call("databases", .options(["state": ["upgrading", "paused"]]))

        #expect(results == [.list([])])
        let warnings = mistyped.heard.warnings.withLock { $0 }
        #expect(warnings == ["no database is `runing`; did you mean `running`?"])
        #expect(unknown.heard.warnings.withLock { $0 }.isEmpty)
    }

    @Test func `an environment has the fields of the reference`() async throws {
        let fields = try await Rehearsal().fields("environment", "production")

        #expect(fields["name"] == "production")
        #expect(fields["region"] == "eu-west-1")
        #expect(fields["network_rules"]?.list?.count == 2)
        #expect(fields["network_rules"]?.list?.first?.map?["ip_range"] == "203.0.113.0/24")
        #expect(fields["peers"]?.list?.count == 2)
    }

    @Test func `an environment that cannot be seen is not found`() async throws {
        let error = await #expect(throws: CloudError.self) {
            try await Rehearsal().call("environment", "finance")
        }

        #expect(error?.code == .notFound)
    }

    @Test func `environments are filtered by name`() async throws {
        let results = try await Rehearsal().call("environments", "*g*")

        #expect(results.first?.list?.compactMap { $0.handle?.fields["name"] } == ["staging"])
    }

    @Test func `a status is a table`() async throws {
        let status = try await Rehearsal().call("status", "production/reports").first?.map

        #expect(status?["state"] == "paused")
        #expect(status?["needs_restart"] == false)
        #expect(status?["under_incident"] == false)
    }

    @Test func `snapshots come newest first, and the latest may be too old`() async throws {
        let rehearsal = Rehearsal()

        let all = try await rehearsal.call("snapshots", "production/customers").first?.list
        let labels = all?.compactMap { $0.handle?.fields["label"]?.text }
        #expect(labels == ["quarter-end", "before-import"])
        let latest = try await rehearsal.fields(
            "latest_snapshot", "production/customers", .options(["max_age": "4d"]))
        #expect(latest["label"] == "quarter-end")
        let none = try await rehearsal.call(
            "latest_snapshot", "production/customers", .options(["max_age": "1d"]))
        #expect(none == [.null])
    }

    @Test func `plans and versions tell what the cloud tells`() async throws {
        let rehearsal = Rehearsal()

        let plans = try await rehearsal.call("plans").first?.list
        #expect(plans?.contains { $0.map?["name"] == "DS1" } == true)
        let versions = try await rehearsal.call("versions").first?.list
        #expect(versions?.contains { $0.map?["number"] == "4.4.38" } == true)
    }

    @Test func `a secret setting is opaque`() async throws {
        let settings = try await Rehearsal().call("settings", "production/orders").first?.map

        #expect(settings?["dbms.memory.heap.max_size"] == "16G")
        let secret = try #require(settings?["shop.webhook.token"]?.handle)
        #expect(secret.kind == "secret")
        #expect(secret.fields.entries.isEmpty)
        let shown = String(describing: settings)
        #expect(!shown.contains(String(describing: Array("not-a-real-token".utf8))))
    }

    @Test func `plugins are listed`() async throws {
        let plugins = try await Rehearsal().call("plugins", "production/orders").first?.list

        #expect(
            plugins?.compactMap { $0.handle?.fields["name"] } == ["apoc", "graph-data-science"])
    }

    @Test func `a raw request shows no secret setting`() async throws {
        let rehearsal = Rehearsal()
        let id = try #require(try await rehearsal.fields("db", "production/orders")["id"]?.text)

        let answer = try await rehearsal.call(
            "api", "GET", .text("/deployments/databases/graphneo/\(id)/settings/config"))

        let shown = String(describing: answer)
        #expect(answer[0].map?["configuration"]?.list?.count == 2)
        #expect(!shown.contains(String(describing: Array("not-a-real-token".utf8))))
    }

    @Test func `a raw request answers with Lua values`() async throws {
        let answer = try await Rehearsal().call("api", "GET", "/deployments/plans").first

        #expect(answer?.map?["plans"]?.list?.isEmpty == false)
    }
}
