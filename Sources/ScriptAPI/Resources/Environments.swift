import CloudClient
import Diagnostics
import ScriptWire

/// Environments: the places that databases live in.
enum Environments {
    static let all = [environments, environment]

    static let environments = HostFunction(
        "environments",
        "Lists the environments that the credentials can see, ordered by name.",
        Parameter<String?>(
            "filter", "a pattern that the name must match: `*` and `?` stand for any"),
        options: .none,
        returns: "a list of environments",
        effect: .read,
        grant: .read,
        raises: [.auth, .unavailable],
        source: "GET /deployments/environments",
        example: """
            for _, env in ipairs(graphene.environments()) do
              print(env.name, env.region)
            end
            """
    ) { call, filter in
        let all = try await call.context.cloud.environments()
        let pattern = filter.map(Glob.init)
        return [.list(all.filter { pattern?.matches($0.name) ?? true }.map(call.context.handle))]
    }

    static let environment = HostFunction(
        "environment",
        "Looks up one environment.",
        Parameter<EnvironmentReference>("env", "its name, `id:…`, or a handle"),
        options: .none,
        returns: """
            the environment: `id, name, region, cidr, network_rules, peers, created_at`
            """,
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/environments",
        example: #"print(graphene.environment("production").region)"#
    ) { call, reference in
        [call.context.handle(try await call.context.cloud.environment(reference))]
    }
}
