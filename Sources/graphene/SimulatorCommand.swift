import ArgumentParser
import CloudSimulator
import Diagnostics
import Glibc
import Timekeeping

/// Serves the simulated cloud over HTTP until it is told to stop.
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulator",
        abstract: "Serve a simulated GrapheneDB cloud on this machine.",
        usage: "graphene simulator [<options>] [import]",
        discussion: """
            It listens on 127.0.0.1 only, prints one line to paste into a shell, and runs until \
            Ctrl-C. The sample account has the environments production, staging and dr, with \
            databases such as production/orders. Operations take seconds instead of minutes \
            (durations=0.02); `--assume durations=1` gives them their full length.

            What nobody knows about the real cloud is an assumption: `--assumptions` lists them, \
            `--assume` changes them.

            EXAMPLES:
              graphene simulator
              graphene simulator --port 8080 --state cloud.json
              graphene simulator --assume lists=bare --assume switch=move
              graphene simulator --speed 60 --assume durations=1
              graphene simulator --assumptions
              graphene simulator import > account.json
            """,
        subcommands: [SimulatorImportCommand.self])

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port: UInt16 = 0

    @Option(help: "Keep the cloud's state in this file; it is made when it does not exist.")
    var state: String?

    @Option(help: "Fixes ids, credentials and dice of a new cloud. (default: 1)")
    var seed: UInt64?

    @Option(help: "How many times faster than the machine's clock the cloud's time goes.")
    var speed: Double = 1

    @Option(help: "Assume something else about the real cloud: name=value, repeatable.")
    var assume: [String] = []

    @Flag(help: "List every assumption with its values, and end.")
    var assumptions = false

    func validate() throws {
        guard speed.isFinite, speed > 0, speed <= 1_000_000 else {
            throw ValidationError("--speed must be more than 0 and at most 1000000.")
        }
    }

    func run() async throws {
        if assumptions {
            return try StandardOutput.print(Assumption.listing(try Assumptions(assume)))
        }
        let stops = StopSignals.stream()
        let file = try state.map(SimulatorStateFile.init(path:))
        let cloud = try makeCloud(from: file)
        // The state's own time may be ahead of the machine's, after a run with `--speed`.
        let clock = ScaledClock(startingAt: max(WallClock.now, cloud.now), speed: speed)
        let server = try await SimulatorServer.start(
            cloud, clock: clock, port: Int(port)
        ) { cloud in
            do {
                try file?.save(cloud)
            } catch {
                Self.tell("warning: \((error as? any UserFacingError)?.message ?? "\(error)")")
            }
        }
        try announce(server, cloud)
        for await _ in stops { break }
        await server.stop()
        try file?.save(server.withCloud { $0 })
        Self.tell("simulated cloud stopped")
    }

    private func makeCloud(from file: SimulatorStateFile?) throws(SimulatorError) -> CloudSimulator
    {
        guard var cloud = try file?.load() else {
            let cloud = CloudSimulator(
                seed: seed ?? 1, assumptions: try Assumptions(["durations=0.02"] + assume),
                startingAt: WallClock.now)
            try file?.save(cloud)
            return cloud
        }
        if let seed, seed != cloud.seed {
            throw SimulatorError(
                .usage,
                "the state \(file?.path ?? "") was made with the seed \(cloud.seed), not \(seed)",
                hint: "leave out `--seed`, or name a file that does not exist yet")
        }
        for setting in assume { try cloud.assumptions.set(setting) }
        return cloud
    }

    private func announce(
        _ server: SimulatorServer, _ cloud: CloudSimulator
    ) throws(OutputFailure) {
        try StandardOutput.print(
            simulated:
                "export GRAPHENE_API_URL=\(server.origin) GRAPHENEDB_CLIENT_ID=\(cloud.clientId)"
                + " GRAPHENEDB_CLIENT_SECRET=\(cloud.clientSecret)\n")
        let environments = cloud.environments.filter(\.isVisible).map(\.label)
        Self.tell(
            "simulated cloud on \(server.origin), seed \(cloud.seed), environments "
                + environments.joined(separator: ", ") + (state.map { ", state in \($0)" } ?? ""))
        for name in cloud.assumptions.changed {
            guard let known = AssumptionName(rawValue: name) else { continue }
            Self.tell("assuming \(name)=\(cloud.assumptions[known])")
        }
        Self.tell("paste the line above into a shell; Ctrl-C stops the cloud")
    }

    private static func tell(_ line: String) {
        StandardError.write("graphene simulator: \(line)")
    }
}
