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
        let server = try ProxySettings(environment: environment).server(
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
        #expect(try settings.server(for: .standard)?.host == "proxy")
    }
}

extension ProxyTests {
    @Test func `one proxy for all comes after the one for the scheme`() throws {
        let environment = ["ALL_PROXY": "socks5h://any:1080", "https_proxy": "http://secure:3128"]

        #expect(try proxy(environment, "https://api.example.com") == "secure:3128")
        #expect(try proxy(environment, "http://api.example.com") == "any:1080")
        #expect(try proxy(["all_proxy": "any"], "https://api.example.com") == "any:1080")
        #expect(try proxy(["ALL_PROXY": "any", "NO_PROXY": "*"], "https://example.com") == nil)
    }

    @Test(arguments: [
        "junk:://x", "http://", "ftp://proxy:1", "http://proxy:99999", "http://proxy:0",
        "https://hunter2@proxy:1", "socks5://user:hunter2@proxy:1",
    ])
    func `a proxy that cannot be used is an error that does not repeat it`(_ value: String) throws {
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
            let error = #expect(throws: CloudError.self) {
                try proxy([name: value], "https://api.example.com")
            }

            #expect(error?.code == .config)
            #expect(error?.message.contains("`\(name)`") == true)
            #expect(error?.message.contains(value) == false)
            #expect(error?.message.contains("hunter2") == false)
        }
        #expect(try proxy(["HTTPS_PROXY": value], "http://127.0.0.1:8080") == nil)
    }
}

struct PortTests {
    @Test(arguments: [99_999, 65_536, 0])
    func `a port that there cannot be is refused by its number`(_ port: Int) {
        let error = #expect(throws: CloudError.self) { try Endpoint("http://127.0.0.1:\(port)") }

        #expect(error?.code == .config)
        #expect(error?.message.contains("\(port)") == true)
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
