import CloudClient
import Diagnostics
import Probe
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
        options: .waiting(
            default: .minutes(20),
            Option<SwitchCheck?>(
                "check", "what `b` must pass first: \"bolt\" is that it answers, see graphene.probe"
            )),
        returns: """
            the switch: `a, b, at, before, after`, with `:verify()` and `:revert(opts?)`
            """,
        results: ["graphene.DnsSwitch"],
        effect: .disruptive,
        grant: .switchDNS,
        raises: [
            .notFound, .ambiguous, .conflict, .unhealthy, .locked, .operationFailed, .timeout,
        ],
        source: "POST /deployments/databases/{vendor}/{databaseId}/connections/switch",
        example: """
            local copy = graphene.clone("production/orders", "dr", { name = "orders" })
            local switch = graphene.switch_dns("production/orders", copy, { check = "bolt" })
            print(switch)
            print(switch.before.a.domain, switch.after.a.domain)
            """,
        failing: #"graphene.switch_dns("production/orders", "production/reports")"#
    ) { call, from, to in
        let context = call.context
        let a = try await context.cloud.database(from, for: .changing)
        let b = try await context.cloud.database(to, for: .changing)
        let (options, check) = call.options
        try await context.check(b, check)
        let results = context.results(
            try await context.cloud.switchConnections(
                of: a, to: b, options: options, progress: context.report))
        if check != nil, case .handle(let handle)? = results.first {
            context.memory.rememberChecked(handle.id)
        }
        return results
    }

    static let verify = HostFunction(
        "dns_switch.verify",
        "Reads whether what the switch brought about still stands.",
        Parameter<DNSSwitchArgument>("switch", "the switch"),
        options: .of(
            Option<SwitchCheck?>(
                "check",
                "\"bolt\": whether `b` answers at the address, too; as the switch was checked, unless "
                    + "given"),
            Option<Duration>(
                "timeout", "how long to try to reach it", default: .seconds(10),
                shownAs: "\"10s\"")),
        returns: """
            true, or false and why: the addresses are no longer those it left, or `b` does not answer
            """,
        results: ["boolean ok", "string? reason"],
        effect: .read,
        grant: .read,
        raises: [.notFound],
        source: "GET /deployments/databases/{vendor}/{databaseId}",
        example: """
            local switch = graphene.switch_dns("production/catalog", "staging/catalog")
            print(switch:verify { check = "bolt" })
            """,
        failing: """
            local switch = graphene.switch_dns("production/catalog", "staging/catalog")
            switch:verify { check = "http" }
            """,
        visibility: .method
    ) { call, argument in
        let context = call.context
        let done = try context.dnsSwitch(argument)
        guard try await context.cloud.verify(done) else {
            return [.boolean(false), .text("the addresses are no longer those that it left")]
        }
        let (check, timeout) = call.options
        guard check != nil || context.memory.isChecked(argument.handleID) else {
            return [.boolean(true)]
        }
        let now = try await context.cloud.refresh(done.b)
        let report = try await context.probe(now, .bolt, timeout)
        return report.isGood ? [.boolean(true)] : [.boolean(false), .text(report.detail)]
    }

    static let revert = HostFunction(
        "dns_switch.revert",
        "Switches back; asks nothing of `b`, which may be dead.",
        Parameter<DNSSwitchArgument>("switch", "the switch"),
        options: .waiting(default: .minutes(20)),
        returns: "the switch that undid it",
        results: ["graphene.DnsSwitch"],
        effect: .disruptive,
        grant: .switchDNS,
        raises: [.notFound, .conflict, .locked, .operationFailed, .timeout],
        source: "POST /deployments/databases/{vendor}/{databaseId}/connections/switch",
        example: """
            local switch = graphene.switch_dns("production/catalog", "staging/catalog")
            print(switch:revert())
            print(switch:verify())
            """,
        failing: """
            local switch = graphene.switch_dns("production/catalog", "staging/catalog")
            switch:revert { timeout = "soon" }
            """,
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
