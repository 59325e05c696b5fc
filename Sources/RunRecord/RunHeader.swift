import JSONDocument
package import ScriptAPI
package import Timekeeping

/// What a run is, as its record's first line says.
package struct RunHeader: Hashable, Sendable {
    /// The version of the format that this build writes, and the newest that it reads.
    package static let format: Int64 = 1

    package var id: String
    /// The name that `--run-id` gave it.
    package var key: String?
    package var script: String
    /// The script's SHA-256, in hex.
    package var hash: String
    /// Where the run was started, so that it can be started there again.
    package var folder: String
    package var profile: String?
    package var mode: RunFacts.Mode
    /// The cloud's origin; nil for a simulated one.
    package var cloud: String?
    /// The API client that the run signed in as; no secret.
    package var client: String?
    /// The versions of the libraries that it could require, by their names.
    package var libraries: [String: String]
    /// The options to start it again with; nil in records that do not tell.
    package var options: [String]?
    /// Which `graphene` and which `graphene-vm` it was.
    package var build: String
    package var process: Int64
    /// In the run's own time, which is not the machine's for a simulated one.
    package var startedAt: Instant
    /// By the machine's clock.
    package var recordedAt: Instant

    package init(
        _ facts: RunFacts, key: String?, folder: String, profile: String?, cloud: String?,
        client: String?, options: [String]? = nil, build: String, process: Int64,
        recordedAt: Instant
    ) {
        id = facts.id
        self.key = key
        script = facts.script
        hash = facts.hash
        self.folder = folder
        self.profile = profile
        mode = facts.mode
        self.cloud = cloud
        self.client = client
        libraries = Dictionary(facts.libraries.map { ($0.name, $0.version) }) { first, _ in first }
        self.options = options
        self.build = build
        self.process = process
        startedAt = facts.startedAt
        self.recordedAt = recordedAt
    }
}

extension RunHeader {
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "format": .integer(Self.format), "id": .string(id), "script": .string(script),
            "hash": .string(hash), "folder": .string(folder), "mode": .string(mode.rawValue),
            "build": .string(build), "process": .integer(process),
            "recorded_at": .string(Timestamp.format(recordedAt)),
        ]
        members["key"] = key.map { .string($0) }
        members["profile"] = profile.map { .string($0) }
        members["cloud"] = cloud.map { .string($0) }
        members["client"] = client.map { .string($0) }
        if !libraries.isEmpty {
            members["libraries"] = .object(libraries.mapValues { .string($0) })
        }
        members["options"] = options.map { .array($0.map { .string($0) }) }
        return members
    }

    /// Reads a header; nil when it lacks what every one has.
    init?(_ entry: RecordEntry) {
        guard entry.event == "run", let id = entry["id"]?.string,
            let script = entry["script"]?.string,
            let mode = entry["mode"]?.string.flatMap(RunFacts.Mode.init(rawValue:))
        else { return nil }
        self.id = id
        self.script = script
        self.mode = mode
        key = entry["key"]?.string
        hash = entry["hash"]?.string ?? ""
        folder = entry["folder"]?.string ?? ""
        profile = entry["profile"]?.string
        cloud = entry["cloud"]?.string
        client = entry["client"]?.string
        libraries = (entry["libraries"]?.object ?? [:]).compactMapValues(\.string)
        options = entry["options"]?.array?.compactMap(\.string)
        build = entry["build"]?.string ?? ""
        process = entry["process"]?.integer ?? 0
        startedAt = entry.at
        recordedAt = entry["recorded_at"]?.string.flatMap(Timestamp.parse) ?? entry.at
    }
}
