@testable import CloudClient
import Diagnostics
import Testing

struct EndpointTests {
    @Test(arguments: [
        ("https://api.db.graphenedb.com", "https://api.db.graphenedb.com", ""),
        ("https://API.example.com:443/", "https://api.example.com", ""),
        ("https://api.example.com:8443/base/", "https://api.example.com:8443", "/base"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
        ("http://localhost:80", "http://localhost", ""),
        ("http://[::1]:9000", "http://[::1]:9000", ""),
    ])
    func `an address is read`(_ text: String, _ origin: String, _ prefix: String) throws {
        let endpoint = try Endpoint(text)

        #expect(endpoint.origin == origin)
        #expect(endpoint.prefix == prefix)
    }

    @Test(arguments: [
        "", "api.example.com", "ftp://example.com", "https://", "https://user:pass@example.com",
        "https://example.com?x=1", "https://example.com#x",
    ])
    func `what is no address is refused, and credentials are not repeated`(_ text: String) {
        let error = #expect(throws: CloudError.self) { try Endpoint(text) }

        #expect(error?.code == .config)
        #expect(error?.message.contains("pass") == false)
    }

    @Test(arguments: ["http://example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"])
    func `plain HTTP leaves this machine only when that is asked for`(_ text: String) throws {
        let error = #expect(throws: CloudError.self) { try Endpoint(text) }

        #expect(error?.code == .config)
        #expect(error?.hint?.contains("--insecure-http") == true)
        #expect(try Endpoint(text, permitsPlainHTTP: true).scheme == "http")
    }

    @Test(arguments: ["@evil.example.com/x", ".evil.example.com/", ":9/x", "//evil.example.com"])
    func `a target that would lead elsewhere has no address`(_ target: String) throws {
        let endpoint = try Endpoint("https://api.example.com")

        if let url = endpoint.url(target) {
            #expect(url.hasPrefix("https://api.example.com/"))
        }
        #expect(endpoint.url("/deployments") == "https://api.example.com/deployments")
    }
}

struct ProxyTests {
    private func proxy(_ environment: [String: String], _ address: String) throws -> String? {
        let server = ProxySettings(environment: environment).server(
            for: try Endpoint(address, permitsPlainHTTP: true))
        return server.map { "\($0.host):\($0.port)" }
    }

    @Test func `the scheme decides which proxy leads there`() throws {
        let environment = [
            "HTTPS_PROXY": "http://secure.proxy:3128", "http_proxy": "plain.proxy:8888",
        ]

        #expect(try proxy(environment, "https://api.example.com") == "secure.proxy:3128")
        #expect(try proxy(environment, "http://api.example.com") == "plain.proxy:8888")
    }

    @Test func `this machine is never reached through a proxy`() throws {
        let environment = ["HTTPS_PROXY": "proxy:1", "HTTP_PROXY": "proxy:1"]

        #expect(try proxy(environment, "http://127.0.0.1:8080") == nil)
        #expect(try proxy(environment, "https://localhost") == nil)
    }

    @Test(arguments: [
        ("*", true), ("example.com", true), (".example.com", true), ("*.example.com", true),
        ("api.example.com:443", true), ("api.example.com:8443", false), ("ample.com", false),
        ("other.com, API.EXAMPLE.COM", true), ("", false),
    ])
    func `exceptions go the direct way`(_ exceptions: String, _ isDirect: Bool) throws {
        let environment = ["HTTPS_PROXY": "proxy:1", "NO_PROXY": exceptions]

        #expect(try (proxy(environment, "https://api.example.com") == nil) == isDirect)
    }

    @Test func `a proxy's password does not print`() throws {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://user:hunter2@proxy:1"])

        #expect(!"\(settings)".contains("hunter2"))
        #expect(settings.server(for: .standard)?.host == "proxy")
    }
}

struct SettingsPlanTests {
    private let before = [
        Setting(key: "b", value: "1"), Setting(key: "a", value: "2", isSecret: true),
    ]

    @Test func `what is there keeps its place, what is new follows in the order given`() {
        let ours = [
            Setting(key: "z", value: "9"), Setting(key: "a", value: "3"),
            Setting(key: "z", value: "10"), Setting(key: "c", value: "4"),
        ]

        let plan = SettingsPlan(before, ours, .merge)

        #expect(plan.after.map { "\($0.key)=\($0.value)" } == ["b=1", "a=3", "z=10", "c=4"])
        #expect(plan.after[1].isSecret)
        #expect(plan.changes.map(\.key) == ["a", "c", "z"])
    }

    @Test func `replacing drops what is not ours`() {
        let plan = SettingsPlan(before, [Setting(key: "b", value: "1")], .replace)

        #expect(plan.after.map(\.key) == ["b"])
        #expect(plan.changes == [SettingChange(key: "a", before: before[1], after: nil)])
    }

    @Test func `settings that match neither before nor after leave it undecided`() {
        let plan = SettingsPlan(before, [Setting(key: "b", value: "5")], .merge)

        guard case .applied = plan.evidence(plan.after), case .nothing = plan.evidence(before),
            case .undecided = plan.evidence([])
        else { return #expect(Bool(false)) }
    }
}
