import CloudClient
import CloudSimulator
import Diagnostics
import ScriptAPI
import ScriptWire
import Synchronization
import Testing

struct SwitchTests {
    @Test func `a switch tells both addresses before and after, and what b's environment lacks`()
        async throws
    {
        let rehearsal = Rehearsal()

        let fields = try await rehearsal.fields("switch_dns", "production/orders", "dr/archive")

        let before = try #require(fields["before"]?.map)
        let after = try #require(fields["after"]?.map)
        #expect(before["a"]?.map?["domain"] == after["b"]?.map?["domain"])
        #expect(before["b"]?.map?["domain"] == after["a"]?.map?["domain"])
        #expect(fields["a"]?.handle?.fields["ref"] == "production/orders")
        let warnings = rehearsal.heard.warnings.withLock { $0 }
        #expect(warnings.contains { $0.contains("network rule") })
    }

    @Test func `a switch to what does not run is refused`() async throws {
        let rehearsal = Rehearsal()

        let error = await #expect(throws: CloudError.self) {
            try await rehearsal.call("switch_dns", "production/orders", "dr/drill-october")
        }

        #expect(error?.code == .conflict)
        #expect(rehearsal.changes.isEmpty)
    }

    @Test func `a switch is verified and reverted`() async throws {
        let rehearsal = Rehearsal()
        let done = try await rehearsal.call("switch_dns", "production/orders", "dr/archive")
        let handle = done[0].fromScript

        #expect(try await rehearsal.call("dns_switch.verify", handle) == [true])
        let reverted = try await rehearsal.call("dns_switch.revert", handle)
        let verified = try await rehearsal.call("dns_switch.verify", handle)
        #expect(verified.first == false)

        #expect(reverted[0].handle?.kind == "dns_switch")
        let domain = done[0].handle?.fields["before"]?.map?["a"]?.map?["domain"]
        let now = try await rehearsal.fields("db", "production/orders")
        #expect(now["domain"] == domain)
    }

    @Test func `a switch of another run is not found`() async throws {
        let failure = await #expect(throws: APIFailure.self) {
            try await Rehearsal().call(
                "dns_switch.verify", .handle(WireHandle(kind: "dns_switch", id: "a/b/1")))
        }

        #expect(failure?.code == .notFound)
    }
}
