import Diagnostics
import Glibc
import ScriptLibrary
import Synchronization
import Testing

struct ProjectStorageTests {
    private typealias Contents = ProjectStorage.Contents
    private static let old = Contents(
        manifest: Array("# old\n[dependencies]\n".utf8), lock: Array("format = 1 # old\n".utf8))
    private static let new = Contents(
        manifest: Array("# new\n[dependencies]\na = 'ü\"'\n".utf8),
        lock: Array("format = 1\n# new\n".utf8))

    private static func makeFolder(_ contents: Contents = old) throws -> ProjectFolder {
        let folder = try ProjectFolder()
        for (bytes, name) in [
            (contents.manifest, "graphene.toml"), (contents.lock, "graphene.lock"),
        ] {
            if let bytes { try folder.write(String(decoding: bytes, as: UTF8.self), to: name) }
        }
        return folder
    }

    @Test func `both files are changed, and nothing is left behind`() throws {
        let folder = try Self.makeFolder()
        chmod(folder.path + "/graphene.toml", 0o600)

        try ProjectStorage(folder.path).write(Self.new, over: Self.old)

        #expect(try ProjectStorage(folder.path).read() == Self.new)
        #expect(folder.names == ["graphene.lock", "graphene.toml"])
        #expect(DiskFiles().identity(of: folder.path + "/graphene.toml")?.mode == 0o600)
    }

    @Test func `what is the same is not written`() throws {
        let folder = try Self.makeFolder()
        let before = DiskFiles().identity(of: folder.path + "/graphene.toml")

        try ProjectStorage(folder.path).write(
            Contents(manifest: Self.old.manifest, lock: Self.new.lock), over: Self.old)

        #expect(DiskFiles().identity(of: folder.path + "/graphene.toml") == before)
    }

    @Test(arguments: FailingFiles.Failure.allCases, [old, Contents(manifest: old.manifest)])
    func `a change that ends at any step leaves what was or what is to be`(
        failure: FailingFiles.Failure, start: ProjectStorage.Contents
    ) throws {
        let whole = FailingFiles(at: .max, failure)
        let first = try Self.makeFolder(start)
        try ProjectStorage(first.path, whole).write(Self.new, over: start)
        #expect(whole.count >= 9)

        for number in 0..<whole.count {
            let folder = try Self.makeFolder(start)
            #expect(throws: LibraryError.self, "step \(number)") {
                try ProjectStorage(folder.path, FailingFiles(at: number, failure)).write(
                    Self.new, over: start)
            }

            let seen = try ProjectStorage(folder.path).read()
            try ProjectStorage(folder.path).recover()

            #expect(seen == start || seen == Self.new, "step \(number)")
            let files = Contents(
                manifest: folder.read("graphene.toml").map { Array($0.utf8) },
                lock: folder.read("graphene.lock").map { Array($0.utf8) })
            #expect(files == seen, "step \(number)")
        }
    }

    @Test(arguments: [old, Contents(manifest: old.manifest)])
    func `where one file cannot be replaced, both are as they were`(
        start: ProjectStorage.Contents
    ) throws {
        let folder = try Self.makeFolder(start)

        let error = #expect(throws: LibraryError.self) {
            try ProjectStorage(folder.path, FailingFiles(refusing: "/graphene.toml"))
                .write(Self.new, over: start)
        }

        #expect(error?.message == "No space left on device")
        #expect(try ProjectStorage(folder.path).read() == start)
        #expect(folder.names == (start.lock == nil ? [] : ["graphene.lock"]) + ["graphene.toml"])
    }

    @Test func `a change of which only the note stays counts, and that is said`() throws {
        let whole = FailingFiles(at: .max, .error)
        let first = try Self.makeFolder()
        try ProjectStorage(first.path, whole).write(Self.new, over: Self.old)
        let folder = try Self.makeFolder()

        let error = #expect(throws: LibraryError.self) {
            try ProjectStorage(folder.path, FailingFiles(at: whole.count - 1, .error))
                .write(Self.new, over: Self.old)
        }

        #expect(error?.message.hasSuffix("is kept in .graphene-change, and counts") == true)
        #expect(try ProjectStorage(folder.path).read() == Self.new)
    }

    @Test func `a recovery that is killed is recovered from`() throws {
        for number in 0..<8 {
            let folder = try Self.makeFolder()
            // All is written, and nothing is in its place.
            try? ProjectStorage(folder.path, FailingFiles(at: 4, .killedBefore)).write(
                Self.new, over: Self.old)
            try? ProjectStorage(folder.path, FailingFiles(at: number, .killedAmid)).recover()

            try ProjectStorage(folder.path).recover()

            #expect(try ProjectStorage(folder.path).read() == Self.new, "step \(number)")
            #expect(folder.names.contains(".graphene-change") == false)
        }
    }

    @Test func `what somebody has changed meanwhile is not overwritten`() throws {
        let folder = try Self.makeFolder()
        try? ProjectStorage(folder.path, FailingFiles(at: 4, .killedBefore)).write(
            Self.new, over: Self.old)
        try folder.write("# mine\n", to: "graphene.toml")

        let error = #expect(throws: LibraryError.self) {
            try ProjectStorage(folder.path).recover()
        }

        #expect(error?.code == .integrity)
        #expect(
            error?.hint == "remove \(folder.path)/.graphene-change to keep the file as it is now")
        #expect(folder.read("graphene.toml") == "# mine\n")
    }

    @Test func `a manifest that is a link is not replaced`() throws {
        let folder = try ProjectFolder()
        try folder.write("", to: "real.toml")
        symlink("real.toml", folder.path + "/graphene.toml")

        let error = #expect(throws: LibraryError.self) {
            try ProjectStorage(folder.path).write(Self.new, over: Contents(manifest: []))
        }

        #expect(error?.message.contains("graphene.toml is a link") == true)
        #expect(folder.names == ["graphene.toml", "real.toml"])
    }

    @Test func `one process at a time may change a project`() async throws {
        let folder = try ProjectFolder()
        let path = folder.path
        var first: ProjectHold? = try ProjectHold(path) {}
        let waits = AsyncStream<Void>.makeStream()
        let order = Mutex<[String]>([])

        let second = Task.detached {
            let hold = try ProjectHold(path) { waits.continuation.yield() }
            order.withLock { $0.append("second") }
            withExtendedLifetime(hold) {}
        }
        for await _ in waits.stream { break }
        order.withLock { $0.append("first") }
        withExtendedLifetime(first) {}
        first = nil
        try await second.value

        #expect(order.withLock { $0 } == ["first", "second"])
    }

    @Test func `the project of a folder is the nearest that says something of a package`() throws {
        let folder = try ProjectFolder()
        try folder.write("[package]\nname = 'above'", to: "graphene.toml")
        try folder.write("", to: "repository/.git")
        try folder.write("  [dependencies] # none\n", to: "repository/graphene.toml")
        try folder.write("protect = []", to: "repository/team/graphene.toml")
        try folder.write("", to: "repository/team/scripts/a.lua")
        try folder.write("protect = []", to: "other/.git/x")
        try folder.write("protect = []", to: "other/graphene.toml")
        try folder.write("", to: "third/.git/x")

        func found(_ name: String) throws -> String? {
            try Project.find(from: folder.path + "/" + name).map {
                String($0.dropFirst(folder.path.count + 1))
            }
        }

        #expect(try found("repository/team/scripts") == "repository")
        #expect(try found("repository") == "repository")
        #expect(try found("other") == "other")
        #expect(try found("third") == nil)
    }
}
