import CloudSimulator
import Diagnostics
import Foundation
import JSONDocument
import Testing
import Timekeeping

struct StateTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "simulator-state-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `a saved cloud goes on as if it had never stopped`() throws {
        var caller = try SimulatedCaller(assuming: ["dates=epoch"])
        _ = try caller.clone("production/orders", to: "dr", as: "orders")
        caller.wait(.minutes(5))

        var other = caller
        other.cloud = try CloudSimulator(reading: caller.cloud.saved(), from: "test")
        caller.settle()
        other.settle()
        let body: JSONValue = ["label": "x"]
        let made = try caller.post(caller.path("dr/orders", "/snapshots/manual"), body)
        let madeAfterLoading = try other.post(other.path("dr/orders", "/snapshots/manual"), body)

        #expect(made.body == madeAfterLoading.body)
        #expect(try caller.cloud.saved() == other.cloud.saved())
        #expect(other.cloud.changes == caller.cloud.changes)
    }

    @Test func `the same seed gives the same bytes, another seed other ids`() throws {
        let clouds = [CloudSimulator(seed: 7), CloudSimulator(seed: 7), CloudSimulator(seed: 8)]

        #expect(try clouds[0].saved() == clouds[1].saved())
        #expect(clouds[0].databases[0].id != clouds[2].databases[0].id)
        #expect(clouds[0].clientSecret != clouds[2].clientSecret)
    }

    @Test func `ids of the sample do not depend on what else is in the account`() throws {
        let one = CloudSimulator(seed: 3, account: .oneDatabase("orders", in: "production"))

        #expect(
            one.database("production/orders")?.id
                == CloudSimulator(seed: 3).database("production/orders")?.id)
    }

    @Test func `a state file is private, replaced whole, and leaves nothing beside it`() throws {
        try withFolder { folder in
            let file = try SimulatorStateFile(path: folder + "/cloud.json")
            #expect(try file.load() == nil)
            try file.save(CloudSimulator(seed: 1))
            try file.save(CloudSimulator(seed: 2))

            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)

            #expect(try file.load()?.seed == 2)
            #expect(names == ["cloud.json"])
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `saving through a link keeps the link`() throws {
        try withFolder { folder in
            try SimulatorStateFile(path: folder + "/real.json").save(CloudSimulator())
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link.json", withDestinationPath: "real.json")

            try SimulatorStateFile(path: folder + "/link.json").save(CloudSimulator(seed: 5))

            #expect(try SimulatorStateFile(path: folder + "/real.json").load()?.seed == 5)
        }
    }

    @Test(arguments: [
        ("{", "JSON"), ("", "JSON"), ("[]", "not a simulated cloud's state"),
        ("{\"format\": \"graphene-simulator-state\", \"version\": 99}", "its version is 99"),
        ("{\"format\": \"graphene-simulator-state\", \"version\": 1}", "cloud"),
        ("{\"format\": \"graphene-simulator-state\", \"version\": 1, \"cloud\": {}}", "seed"),
    ])
    func `a file that is no state is refused with the reason`(text: String, part: String) throws {
        let error = #expect(throws: SimulatorError.self) {
            _ = try CloudSimulator(reading: Array(text.utf8), from: "cloud.json")
        }

        #expect(error?.message.contains("cloud.json") == true)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func `a state that cannot be read or written says why`() throws {
        try withFolder { folder in
            let read = #expect(throws: SimulatorError.self) {
                _ = try SimulatorStateFile(path: folder)
            }
            let write = #expect(throws: SimulatorError.self) {
                _ = try SimulatorStateFile(path: folder + "/none/cloud.json")
            }

            #expect(read?.message.contains("directory") == true)
            #expect(write?.message.contains("No such file") == true)
        }
    }

    @Test func `a state is one process's at a time, saved or not`() throws {
        try withFolder { folder in
            let path = folder + "/cloud.json"
            var holder: SimulatorStateFile? = try SimulatorStateFile(path: path)
            try holder?.save(CloudSimulator(seed: 1))
            try holder?.save(CloudSimulator(seed: 2))

            let error = #expect(throws: SimulatorError.self) {
                _ = try SimulatorStateFile(path: path)
            }
            holder = nil

            #expect(error?.code == .conflict)
            #expect(error?.message.contains(path) == true)
            #expect(try SimulatorStateFile(path: path).load()?.seed == 2)
        }
    }

    @Test(arguments: [false, true])
    func `what another process has made is not overwritten`(existed: Bool) throws {
        try withFolder { folder in
            let path = folder + "/cloud.json"
            if existed { try SimulatorStateFile(path: path).save(CloudSimulator(seed: 1)) }
            let late = try SimulatorStateFile(path: path)
            if existed { try FileManager.default.removeItem(atPath: path) }
            let early = try SimulatorStateFile(path: path)
            try early.save(CloudSimulator(seed: 2))

            let error = #expect(throws: SimulatorError.self) {
                try late.save(CloudSimulator(seed: 3))
            }

            #expect(error?.code == .conflict)
            #expect(try early.load()?.seed == 2)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names == ["cloud.json"])
        }
    }

    @Test func `a file that was taken away is made again`() throws {
        try withFolder { folder in
            let file = try SimulatorStateFile(path: folder + "/cloud.json")
            try file.save(CloudSimulator(seed: 1))
            try FileManager.default.removeItem(atPath: file.path)

            try file.save(CloudSimulator(seed: 2))

            let text = try Data(contentsOf: URL(filePath: file.path))
            #expect(try CloudSimulator(reading: Array(text), from: "test").seed == 2)
        }
    }

    @Test func `time never goes back`() throws {
        var cloud = CloudSimulator()
        let start = cloud.now

        cloud.advance(to: start - .hours(1))

        #expect(cloud.now == start)
    }

    @Test func `a thousand databases paused at once all end paused`() throws {
        var caller = try SimulatedCaller(.databases(1_000))
        for database in caller.cloud.databases {
            _ = try caller.post("/deployments/databases/graphneo/\(database.id)/pause")
        }
        caller.settle()

        #expect(caller.cloud.databases.allSatisfy { $0.state == .paused })
    }
}
