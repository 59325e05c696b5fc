import AccountConfiguration
import ArgumentParser
import CloudClient
import Diagnostics
import Glibc
import JSONDocument
import RunRecord
import ScriptAPI
import ScriptHost
import Timekeeping

/// Shows the databases as they are now.
struct PsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "Show the databases: state, what is under way, plan, version, address.",
        usage: "graphene ps [<which>] [<options>]",
        discussion: """
            <which> is a glob on names (orders*), on environment/name when it holds a slash \
            (production/*), an environment, a database's id or name, its connection URL or its \
            domain. Databases made within the last 7 days show their age: a copy that was left \
            costs money until somebody deletes it.

            EXAMPLES:
              graphene ps
              graphene ps 'production/*' --watch
              graphene ps bolt://db-1.example.com:24786
              graphene ps --output json
            """)

    @Argument(help: "Which databases; all of them when left out.")
    var which: String?

    @Flag(help: "Show them anew every 10 seconds, until Ctrl-C.")
    var watch = false

    @Option(name: .customLong("output"), help: "What standard output gets: text, json or jsonl.")
    var format = OutputFormat.text

    @OptionGroup(title: "Account") var account: AccountOptions

    func run() async throws {
        let account = try LiveAccount(self.account, surroundings).announced()
        let origin = account.endpoint.origin
        let look: @Sendable (Cloud) async throws(CloudError) -> [DatabaseSight] = {
            cloud throws(CloudError) in try await sights(in: cloud, at: origin)
        }
        guard watch else {
            let sights = try await account.read(look)
            if which == nil { account.cache?.add(Self.listing(of: sights)) }
            return try show(sights)
        }
        let stops = StopSignals.stream()
        Task { for await number in stops { Glibc.exit(128 + number) } }
        let isTerminal = isatty(STDOUT_FILENO) == 1 && format == .text
        let every = Duration.seconds(10)
        try await account.follow(every: every, look) { sights in
            if isTerminal { try StandardOutput.clear() }
            try show(sights)
        }
    }

    /// The names that completion can offer from now on.
    private static func listing(of sights: [DatabaseSight]) -> CachedNames {
        var listing = CachedNames()
        listing.databases = sights.map(\.database.reference)
        listing.environments = Set(sights.compactMap(\.database.environmentName)).sorted()
        return listing
    }

    /// Reads what was asked for, and what is under way on it.
    private func sights(
        in cloud: Cloud, at origin: String
    ) async throws(CloudError) -> [DatabaseSight] {
        var sights: [DatabaseSight] = []
        var own: OwnOperations?
        for database in try await chosen(cloud) {
            var sight = DatabaseSight(database: database)
            if let id = database.status.operationID {
                sight.operation = try? await cloud.operation(id, of: database)
                sight.begunAt = sight.operation?.startedAt
            } else if database.status.isBusy {
                let known = own ?? ownOperations(origin)
                own = known
                let found = try await known.current(of: database, in: cloud)
                sight.verb = found?.verb
                sight.operation = found?.operation
                sight.begunAt = found?.begunAt
            }
            sights.append(sight)
        }
        return sights
    }

    private func ownOperations(_ origin: String) -> OwnOperations {
        OwnOperations(
            in: RunFolder(environment: surroundings.environment), on: origin, at: WallClock.now)
    }

    private func chosen(_ cloud: Cloud) async throws(CloudError) -> [Database] {
        guard let which else { return try await cloud.databases() }
        let isPattern = which.contains("*") || which.contains("?")
        if !isPattern, which.contains(where: { "/:.".contains($0) }) {
            let reference = DatabaseReference(which)
            return [try await cloud.database(namedOnCommandLine: reference)]
        }
        let all = try await cloud.databases()
        let glob = Glob(which)
        let found = all.filter { database in
            glob.matches(which.contains("/") ? database.reference : database.name)
                || !which.contains("/") && glob.matches(database.environmentName ?? "")
                || database.id == which
        }
        guard !found.isEmpty || isPattern else { throw Self.nothing(which, all) }
        return found
    }

    private static func nothing(_ which: String, _ all: [Database]) -> CloudError {
        let names = Set(all.flatMap { [$0.name, $0.environmentName ?? "", $0.reference] })
        var error = CloudError(
            .notFound,
            "no database and no environment is called `\(which)`"
                + Suggestion.phrase(for: which, among: names.sorted()), verb: "read")
        error.hint = Cloud.hintToList
        return error
    }

    private func show(_ sights: [DatabaseSight]) throws {
        let now = WallClock.now
        switch format {
        case .json:
            try StandardOutput.print(document: .array(sights.map { $0.json(at: now) }))
        case .jsonl:
            for sight in sights { try StandardOutput.print(line: sight.json(at: now)) }
        case .text:
            guard !sights.isEmpty else { return try StandardOutput.print("no databases") }
            let table = TableOutput(
                rows: .array(sights.map { .array($0.cells(at: now).map { .string($0) }) }),
                columns: DatabaseSight.columns)
            try StandardOutput.print(TableText.render(table), terminator: "")
        }
    }
}

/// One database as a person looks at it.
struct DatabaseSight: Sendable {
    static let columns = [
        "database", "state", "doing", "plan", "version", "address", "remarks",
    ]
    /// How long a database counts as one that somebody may have forgotten.
    private static let recent = Duration.hours(24 * 7)

    var database: Database
    /// What is under way, where the cloud or a record of this machine tells it.
    var operation: Operation?
    /// What a run here has asked for, when it is that.
    var verb: String?
    var begunAt: Instant?

    func cells(at now: Instant) -> [String] {
        [
            database.reference, database.status.state, doing(at: now), database.plan ?? "",
            database.version ?? "", database.connections.boltURL ?? "",
            remarks(at: now).joined(separator: ", "),
        ]
    }

    private func doing(at now: Instant) -> String {
        let status = database.status
        guard status.isBusy else { return "" }
        let word = status.isPending ? "pending" : "locked"
        let name = [verb, operation.map { String($0.id.prefix(8)) }].compactMap(\.self)
        let details = [name.isEmpty ? nil : name.joined(separator: " "), age(begunAt, now)]
            .compactMap(\.self)
        return details.isEmpty ? word : "\(word) (\(details.joined(separator: ", ")))"
    }

    private func remarks(at now: Instant) -> [String] {
        var remarks: [String] = []
        if database.status.needsRestart { remarks.append("needs restart") }
        if database.status.underIncident { remarks.append("under incident") }
        if let created = database.createdAt, now - created < Self.recent {
            remarks.append("made \(DurationText.format(now - created)) ago")
        }
        return remarks
    }

    private func age(_ instant: Instant?, _ now: Instant) -> String? {
        instant.map { DurationText.format(max(.zero, now - $0)) }
    }

    func json(at now: Instant) -> JSONValue {
        func value(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        let status = database.status
        return [
            "environment": value(database.environmentName), "name": .string(database.name),
            "id": .string(database.id), "state": .string(status.state),
            "pending": .boolean(status.isPending), "locked": .boolean(status.isLocked),
            "operation": value(operation?.id ?? status.operationID),
            "operation_verb": value(verb),
            "operation_started_at": value(begunAt.map(Timestamp.format)),
            "plan": value(database.plan), "version": value(database.version),
            "edition": value(database.edition), "bolt_url": value(database.connections.boltURL),
            "http_url": value(database.connections.httpURL),
            "needs_restart": .boolean(status.needsRestart),
            "under_incident": .boolean(status.underIncident),
            "created_at": value(database.createdAt.map(Timestamp.format)),
            "is_recent": .boolean(database.createdAt.map { now - $0 < Self.recent } ?? false),
        ]
    }
}

extension Cloud {
    fileprivate static let hintToList = "`graphene ps` lists all that this client sees"

    /// Finds a database for a command, whose user is told of commands and not of functions.
    func database(
        namedOnCommandLine reference: DatabaseReference
    ) async throws(CloudError) -> Database {
        do throws(CloudError) {
            return try await database(reference, for: .reading)
        } catch {
            var error = error
            if error.code == .notFound { error.hint = Self.hintToList }
            throw error
        }
    }
}
