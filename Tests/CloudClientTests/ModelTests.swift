@testable import CloudClient
import JSONDocument
import Testing
import Timekeeping

struct ModelTests {
    @Test(arguments: [
        "2026-11-23T02:00:00Z", "2026-11-23T02:00:00.000+00:00", "2026-11-23T03:00:00+01:00",
        "Mon, 23 Nov 2026 02:00:00 GMT", "1795399200", "1795399200000",
    ])
    func `a date is read however it is written`(_ text: String) {
        let database = Database(["id": "a", "createdAt": .string(text)])

        #expect(database?.createdAt == Instant(secondsSince1970: 1_795_399_200))
    }

    @Test func `a date that is a number is read too`() {
        let database = Database(["id": "a", "createdAt": 1_795_399_200])

        #expect(database?.createdAt == Instant(secondsSince1970: 1_795_399_200))
    }

    @Test(arguments: ["yesterday", "", "2026-13-45", "0x10"])
    func `a date that cannot be read is none`(_ text: String) {
        #expect(Database(["id": "a", "createdAt": .string(text)])?.createdAt == nil)
    }

    @Test(arguments: ["Ready", "ready", "FINISHED", "completed", "available"])
    func `a snapshot whose status says so can be used`(_ status: String) {
        let snapshot = Snapshot(["id": "s", "status": .string(status)])

        #expect(snapshot?.isUsable == true)
        #expect(snapshot?.hasFailed == false)
    }

    @Test(arguments: ["Creating", "pending", "unheard-of"])
    func `a snapshot in any other state cannot be used yet`(_ status: String) {
        let snapshot = Snapshot(["id": "s", "status": .string(status)])

        #expect(snapshot?.isUsable == false)
        #expect(snapshot?.hasFailed == false)
    }

    @Test func `a snapshot without a status is taken for usable`() {
        #expect(Snapshot(["id": "s"])?.isUsable == true)
    }

    @Test(arguments: ["finished", "Finished", "completed", "succeeded", "done"])
    func `an operation has ended well in several words`(_ status: String) {
        let operation = CloudClient.Operation(["status": .string(status)], asked: "op-1")

        #expect(operation.hasFinished && !operation.hasFailed)
        #expect(operation.id == "op-1")
    }

    @Test(arguments: ["running", "started", "in_progress", "waiting", "", "who-knows"])
    func `an operation in any other state goes on`(_ status: String) {
        let operation = CloudClient.Operation(["status": .string(status)], asked: "op-1")

        #expect(!operation.hasFinished && !operation.hasFailed)
    }

    @Test(arguments: [
        (JSONValue.integer(90), Duration.seconds(90)), (.number(1.5), .milliseconds(1_500)),
    ])
    func `an operation's duration is read`(_ json: JSONValue, _ duration: Duration) {
        let operation = CloudClient.Operation(["durationInSeconds": json], asked: "a")

        #expect(operation.duration == duration)
    }

    @Test(arguments: [JSONValue.integer(-1), .string("90"), .null, .number(1e300)])
    func `a duration that makes no sense is none`(_ json: JSONValue) {
        #expect(CloudClient.Operation(["durationInSeconds": json], asked: "a").duration == nil)
    }

    @Test func `a status may be a mere word`() {
        let status = Database(["id": "a", "status": "paused"])?.status

        #expect(status?.isPaused == true)
        #expect(status?.isBusy == false)
    }

    @Test func `the version may be an object or a text`() {
        let object = Database([
            "id": "a", "version": ["number": "5.26.1", "edition": "community", "vendor": "ongdb"],
        ])
        let text = Database(["id": "a", "version": "4.4.38", "edition": "enterprise"])

        #expect(object?.version == "5.26.1")
        #expect(object?.vendor == "ongdb")
        #expect(text?.version == "4.4.38")
        #expect(text?.edition == "enterprise")
        #expect(text?.vendor == "graphneo")
    }

    @Test func `what this type does not know is kept`() {
        let database = Database(["id": "a", "somethingNew": [1, 2]])

        #expect(database?.raw["somethingNew"] == [1, 2])
    }

    @Test func `a database without an address has no URLs`() {
        let database = Database(["id": "a", "boltPort": 7_687])

        #expect(database?.connections.boltURL == nil)
        #expect(database?.connections.httpURL == nil)
    }

    @Test func `plans and versions are read as objects and as words`() {
        #expect(Plan("DS1")?.name == "DS1")
        #expect(Plan(["name": "DS1", "memory": 2])?.raw["memory"] == 2)
        #expect(Plan(["memory": 2]) == nil)
        #expect(Version("5.26.1")?.number == "5.26.1")
        #expect(Version(["number": "5.26.1", "edition": "community"])?.edition == "community")
        #expect(Version([:]) == nil)
    }

    @Test(arguments: [
        (JSONValue.string("16G"), "16G"), (.boolean(true), "true"), (.integer(5), "5"),
        (.null, ""),
    ])
    func `a setting's value is text whatever it is sent as`(_ json: JSONValue, _ value: String) {
        #expect(Setting(["key": "k", "value": json])?.value == value)
    }

    @Test func `every verb has a default timeout and a phrase of its own`() {
        #expect(Verb.pause.defaultTimeout == .minutes(20))
        #expect(Verb.resume.defaultTimeout == .minutes(20))
        #expect(Verb.restart.defaultTimeout == .minutes(20))
        #expect(Verb.snapshot.defaultTimeout == .hours(1))
        for verb in [Verb.clone, .restore, .create, .resize] {
            #expect(verb.defaultTimeout == .hours(4))
        }
        #expect(Set(Verb.allCases.map(\.phrase)).count == Verb.allCases.count)
    }
}

struct SwitchValueTests {
    private func database(
        _ name: String, _ domain: String?, environment: String = "e1"
    ) -> Database {
        var database = Database(unidentified: name, in: place(environment), vendor: "graphneo")
        database.id = name
        database.connections = Connections(domain.map { ["domainName": .string($0)] } ?? .null)
        return database
    }

    private func place(_ id: String, rules: [String] = [], peers: [String] = []) -> Environment {
        Environment(
            id: id, name: id, region: nil, cidr: nil,
            networkRules: rules.map {
                NetworkRule(["label": .string($0), "ipRange": .string($0)])
            },
            peers: peers.map { NetworkPeer(["vpcId": .string($0)]) }, createdAt: nil, raw: .null)
    }

    private func done(
        before: (a: String?, b: String?), after: (a: String?, b: String?)
    ) -> DNSSwitch {
        let exchanged = PendingChange.Exchanged(
            a: database("a", before.a), b: database("b", before.b),
            at: Instant(secondsSince1970: 0), warnings: [])
        return DNSSwitch(exchanged, a: database("a", after.a), b: database("b", after.b))
    }

    @Test func `a switch has taken place when b carries what was a's`() {
        #expect(done(before: ("x", "y"), after: ("y", "x")).hasTakenPlace)
        #expect(done(before: ("x", "y"), after: ("z", "x")).hasTakenPlace)
        #expect(done(before: ("x", "y"), after: (nil, "x")).hasTakenPlace)
        #expect(!done(before: ("x", "y"), after: ("x", "y")).hasTakenPlace)
        #expect(!done(before: ("x", "y"), after: ("y", "z")).hasTakenPlace)
        #expect(done(before: (nil, "y"), after: ("y", nil)).hasTakenPlace)
        #expect(!done(before: (nil, "y"), after: (nil, "y")).hasTakenPlace)
    }

    @Test func `what the new environment lacks is counted`() {
        var done = done(before: ("x", "y"), after: ("y", "x"))
        let old = place("old", rules: ["10.0.0.0/8", "192.0.2.0/24"], peers: ["vpc-1", "vpc-2"])
        let new = place("new", rules: ["192.0.2.0/24"], peers: ["vpc-2"])

        done.compare(old, new)

        #expect(done.missingRules.map(\.ipRange) == ["10.0.0.0/8"])
        #expect(done.missingPeers.map(\.vpcID) == ["vpc-1"])
        #expect(done.warnings.count == 1)
        #expect(
            done.warnings[0].contains(
                "new lacks what old has (network rule 10.0.0.0/8, peer vpc-1)"))
    }

    @Test func `one environment lacks nothing of itself`() {
        var done = done(before: ("x", "y"), after: ("y", "x"))

        done.compare(place("e1", rules: ["10.0.0.0/8"]), place("e1"))

        #expect(done.missingRules.isEmpty && done.warnings.isEmpty)
    }
}
