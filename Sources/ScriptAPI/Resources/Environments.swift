import CloudClient
import Diagnostics
package import ScriptWire

/// Environments: the places that databases live in.
enum Environments {
    static let all = [environments, environment]

    static let environments = HostFunction(
        "environments",
        "Lists the environments that the credentials can see, ordered by name.",
        Parameter<NamePattern?>(
            "filter", "a pattern that the name must match: `*` and `?` stand for any"),
        options: .none,
        returns: "a list of environments",
        results: ["graphene.Environment[]"],
        effect: .read,
        grant: .read,
        raises: [.auth, .unavailable],
        source: "GET /deployments/environments",
        example: """
            for _, env in ipairs(graphene.environments()) do
              print(env.name, env.region)
            end
            """,
        failing: #"graphene.environments { region = "eu-west-1" }"#
    ) { call, filter in
        let all = try await call.context.cloud.environments()
        let chosen = all.filter { filter?.glob.matches($0.name) ?? true }
        return [.list(chosen.map(call.context.handle))]
    }

    static let environment = HostFunction(
        "environment",
        "Looks up one environment.",
        Parameter<EnvironmentReference>("env", "its name, `id:…`, or a handle"),
        options: .none,
        returns: """
            the environment: `id, name, region, cidr, network_rules, peers, created_at`
            """,
        results: ["graphene.Environment"],
        effect: .read,
        grant: .read,
        raises: [.notFound, .ambiguous],
        source: "GET /deployments/environments",
        example: #"print(graphene.environment("production").region)"#,
        failing: #"graphene.environment("prodution")"#
    ) { call, reference in
        [call.context.handle(try await call.context.cloud.environment(reference))]
    }
}

/// A pattern for names.
package struct NamePattern: ScriptArgument {
    let glob: Glob

    package static var kinds: [ArgumentKind] { [.string] }
    package static var expectation: String { #"a pattern of the name such as "prod*""# }

    package init(_ value: WireValue) throws(ArgumentMismatch) {
        guard let text = value.text else {
            throw Self.mismatch(
                value,
                hint: value.map == nil
                    ? nil : "choose by other fields in Lua: `if env.region == \"eu-west-1\" then …`"
            )
        }
        glob = Glob(text)
    }
}
