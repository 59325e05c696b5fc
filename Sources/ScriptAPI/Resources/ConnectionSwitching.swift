import CloudClient
import Diagnostics
import ScriptWire
import Timekeeping

/// Leading the connection URLs of one database to another.
enum ConnectionSwitching {
    static let all = [switchDNS, verify, revert]

    static let switchDNS = HostFunction(
        "switch_dns",
        "Leads the connection URLs of database `a` to database `b`, which must be running.",
        Parameter<DatabaseReference>("a", "the database whose URLs applications use; in any state"),
        Parameter<DatabaseReference>("b", "the database that they will reach"),
        options: .waiting(default: .minutes(20)),
        returns: """
            the switch: `a, b, at, before, after`, with `:verify()` and `:revert(opts?)`
            """,
        effect: .disruptive,
        grant: .switchDNS,
        raises: [.notFound, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/connections/switch",
        example: """
            local copy = graphene.clone("production/orders", "dr")
            local switch = graphene.switch_dns("production/orders", copy)
            print(switch.before.a.domain, switch.after.a.domain)
            """
    ) { call, from, to in
        let context = call.context
        let a = try await context.cloud.database(from, for: .changing)
        let b = try await context.cloud.database(to, for: .changing)
        return context.results(
            try await context.cloud.switchConnections(
                of: a, to: b, options: call.options, progress: context.report))
    }

    static let verify = HostFunction(
        "dns_switch.verify",
        "Reads whether what the switch brought about still stands.",
        Parameter<DNSSwitchArgument>("switch", "the switch"),
        options: .none,
        returns: "true, or false when the addresses are no longer those it left",
        effect: .read,
        grant: .read,
        raises: [.notFound],
        source: "GET /deployments/databases/{vendor}/{databaseId}",
        example: "assert(switch:verify())",
        visibility: .method
    ) { call, argument in
        let done = try call.context.dnsSwitch(argument)
        return [.boolean(try await call.context.cloud.verify(done))]
    }

    static let revert = HostFunction(
        "dns_switch.revert",
        "Switches back; asks nothing of `b`, which may be dead.",
        Parameter<DNSSwitchArgument>("switch", "the switch"),
        options: .waiting(default: .minutes(20)),
        returns: "the switch that undid it",
        effect: .disruptive,
        grant: .switchDNS,
        raises: [.notFound, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/connections/switch",
        example: "if not switch:verify() then switch:revert() end",
        visibility: .method
    ) { call, argument in
        let context = call.context
        let done = try context.dnsSwitch(argument)
        return context.results(
            try await context.cloud.revert(done, options: call.options, progress: context.report))
    }
}

extension EffectContext {
    fileprivate func dnsSwitch(_ argument: DNSSwitchArgument) throws(APIFailure) -> DNSSwitch {
        guard let done = memory.dnsSwitch(argument.handleID) else {
            throw APIFailure(
                .notFound, "this run made no such switch",
                hint: "switch back with graphene.switch_dns(b, a)")
        }
        return done
    }

    /// Tells what a person should know of a switch, and returns it.
    func results(_ done: DNSSwitch) -> [WireValue] {
        for warning in done.warnings { warn(warning) }
        return [handle(done)]
    }

    fileprivate func results(_ effected: Effected<DNSSwitch>) -> [WireValue] {
        switch effected {
        case .done(let done, _): return results(done)
        case .accepted(let pending): return [handle(pending)]
        }
    }
}
