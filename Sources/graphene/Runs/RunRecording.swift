import AccountConfiguration
import ArgumentParser
import CloudClient
import Diagnostics
import Glibc
import RunRecord
import ScriptAPI
import ScriptHost
import Synchronization

/// A run's record from its beginning to its end, and the name it holds meanwhile.
struct RunRecording: Sendable {
    let recorder: RunRecorder
    private let key: RunKey?

    /// Begins the record of a run, and ties the run to it.
    ///
    /// A run on a real cloud that cannot be recorded does not begin: killed half-way, nobody could
    /// say what it did. A simulated one has nothing to lose, and goes on without a record.
    ///
    /// - Parameters:
    ///   - configuration: The run's; its changes are recorded from now on.
    ///   - target: Its cloud.
    ///   - name: What the command line names the run; two of one name exclude each other.
    ///   - words: The options to start the run again with.
    ///   - surroundings: The process's own.
    ///   - tell: Hears what cannot be recorded.
    /// - Returns: nil where nothing is recorded.
    /// - Throws: `config`, `usage` for a bad name, `conflict` for a name in use.
    static func begin(
        _ configuration: inout RunConfiguration, on target: RunTarget, named name: String?,
        startedWith words: [String], _ surroundings: Surroundings,
        tell: @escaping @Sendable (String) -> Void
    ) throws -> RunRecording? {
        let isLive = configuration.facts.mode == .live
        guard let folder = RunFolder(environment: surroundings.environment) else {
            guard name != nil || isLive else { return nil }
            throw RecordError(
                .config,
                "the run cannot be recorded: none of GRAPHENE_STATE_DIR, XDG_STATE_HOME and HOME "
                    + "names a folder",
                hint: "set GRAPHENE_STATE_DIR to a folder that lasts; without a record nobody "
                    + "could say what an interrupted run did")
        }
        let key = try name.map { name throws(RecordError) in
            try RunKey(name, in: folder)
        }
        var header = makeHeader(configuration, target, key, surroundings)
        header.options = words
        let recorder: RunRecorder
        do throws(RecordError) {
            recorder = try RunRecorder.begin(
                header, in: folder, redaction: { Outgoing.secrets.redaction },
                warn: { tell("warning: \($0)") })
        } catch {
            guard !isLive else { throw error }
            tell("warning: \(error.message)")
            return nil
        }
        key?.tell(run: header.id)
        configuration.stages.append(recorder.stage(given: configuration.parameters))
        configuration.witness = { recorder.witness(of: $0, clock: $1) }
        return RunRecording(recorder: recorder, key: key)
    }

    private static func makeHeader(
        _ configuration: RunConfiguration, _ target: RunTarget, _ key: RunKey?,
        _ surroundings: Surroundings
    ) -> RunHeader {
        let folder = getcwd(nil, 0)
        defer { free(folder) }
        return RunHeader(
            configuration.facts, key: key?.name, folder: folder.map { String(cString: $0) } ?? "",
            profile: target.account?.configuration.profile?.name,
            cloud: target.account?.endpoint.origin,
            client: target.account?.credentials.clientID,
            build: "graphene \(Graphene.version)" + vmBuild(configuration),
            process: Int64(getpid()), recordedAt: WallClock.now)
    }

    /// Which `graphene-vm` it is: the order of `pairs` is one for each build of it.
    private static func vmBuild(_ configuration: RunConfiguration) -> String {
        // Reading it takes longer than many a simulated run.
        guard configuration.facts.mode == .live,
            let bytes = try? WholeFile.read(
                configuration.scriptProcess, limit: 256 << 20, as: "graphene-vm")
        else { return "" }
        return ", graphene-vm \(RunFacts.sha256(bytes).prefix(16))"
    }
}
