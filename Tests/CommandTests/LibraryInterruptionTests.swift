import Foundation
import Glibc
import JSONDocument
import Testing

/// `graphene lib` as a whole, killed, stopped or left without room at each call that changes a file.
@Suite(.enabled(if: FaultyCommand.isPossible), .timeLimit(.minutes(20)))
struct LibraryInterruptionTests {
    /// How it ended for the project.
    private enum State: Hashable { case before, after }

    private func withProject(_ body: (LibraryProject) async throws -> Void) async throws {
        try await withFolder { folder in
            let project = try LibraryProject(in: folder.path)
            _ = try await project.lib("init", "ops")
            try await body(project)
        }
    }

    /// What the project is, as the next command reads it: nothing but these two will do.
    private func state(of project: LibraryProject, _ before: [String], _ after: [String])
        async throws -> State?
    {
        let listed = try await project.lib("list", "--offline", "--output", "json")
        #expect(listed.status == 0 && listed.errors == "", "\(listed.errors)")
        let rows = try JSONValue(parsing: listed.output)["libraries"]?.array ?? []
        let versions = rows.compactMap { $0["version"]?.string }
        #expect(versions == before || versions == after, "\(versions)")
        return versions == after ? .after : versions == before ? .before : nil
    }

    /// Nothing but the two files, and nothing of what was begun.
    private func expectTidy(_ project: LibraryProject) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: project.folder).sorted()
        #expect(names == [".git", "graphene.lock", "graphene.toml"])
        let cached = try FileManager.default.contentsOfDirectory(
            atPath: project.root + "/cache/graphene/lib")
        #expect(cached.allSatisfy { $0.count == 64 }, "\(cached)")
    }

    @Test(arguments: FaultyCommand.calls)
    func `an add that is killed leaves the project as it was or as it is to be`(
        call: String
    ) async throws {
        try await withProject { project in
            let empty = try project.read("graphene.toml")
            let words = ["lib", "add", project.checks.url]
            let faults = FaultyCommand(project, call, .kill)
            for number in 1... {
                let ending = try await faults.run(words, at: number)
                guard ending.hadFault else { break }
                let state = try await state(of: project, [], ["1.5.0"])

                let next = try await project.lib("add", project.checks.url)

                #expect(next.status == 0, "\(call) \(number): \(next.errors)")
                let isSame = next.output.hasSuffix("nothing to change\n")
                #expect(isSame == (state == .after), "\(call) \(number): \(next.output)")
                try expectTidy(project)
                try? FileManager.default.removeItem(atPath: project.folder + "/graphene.lock")
                try project.write(empty, to: "graphene.toml")
                project.forgetCache()
            }
        }
    }

    @Test(arguments: FaultyCommand.calls)
    func `an update that is killed leaves the project as it was or as it is to be`(
        call: String
    ) async throws {
        try await withProject { project in
            _ = try await project.lib("add", project.checks.url + "@1.4.0")
            let (manifest, lock) = (
                try project.read("graphene.toml"), try project.read("graphene.lock")
            )
            let faults = FaultyCommand(project, call, .kill)
            for number in 1... {
                let ending = try await faults.run(["lib", "update"], at: number)
                guard ending.hadFault else { break }
                _ = try await state(of: project, ["1.4.0"], ["1.5.0"])

                let back = try await project.lib("add", "checks@1.4.0")

                #expect(back.status == 0, "\(call) \(number): \(back.errors)")
                #expect(try project.read("graphene.toml") == manifest)
                #expect(try project.read("graphene.lock") == lock)
                try expectTidy(project)
            }
        }
    }

    @Test(arguments: ["mkdir", "write", "rename", "fsync"])
    func `a disk that is full leaves the project as it was or as it is to be`(
        call: String
    ) async throws {
        try await withProject { project in
            let empty = try project.read("graphene.toml")
            let faults = FaultyCommand(project, call, .fullDisk)
            for number in 1... {
                let ending = try await faults.run(["lib", "add", project.checks.url], at: number)
                guard ending.hadFault else { break }
                let state = try await state(of: project, [], ["1.5.0"])
                #expect(ending.status == 0 || ending.status == 2, "\(call) \(number)")
                if ending.status == 0 { #expect(state == .after, "\(call) \(number)") }
                if state == .before {
                    #expect(ending.errors.contains("No space left on device"), "\(ending.errors)")
                }

                let next = try await project.lib("add", project.checks.url)

                #expect(next.status == 0, "\(call) \(number): \(next.errors)")
                try expectTidy(project)
                try? FileManager.default.removeItem(atPath: project.folder + "/graphene.lock")
                try project.write(empty, to: "graphene.toml")
                project.forgetCache()
            }
        }
    }
}
