import Foundation
import Glibc
import Testing

/// `--simulator-state`: a simulated cloud that outlives its run.
@Suite(.timeLimit(.minutes(10)))
struct StateFileTests {
    private static let pause = "local _, c = graphene.pause('staging/orders') return c"

    @Test func `a simulated cloud is kept between runs`() async throws {
        try await withFolder { folder in
            try folder.write(Self.pause, to: "a.lua")
            let arguments = ["run", "--simulator-state", "cloud.json", "a.lua"]

            let first = try await graphene(arguments, in: folder.path)
            let second = try await graphene(arguments, in: folder.path)

            #expect((first.output, second.output) == ("true\n", "false\n"))
            #expect(second.errors.hasPrefix("graphene: a.lua on a simulated cloud"))
            #expect(second.errors.contains("kept in cloud.json"))
        }
    }

    @Test(arguments: ["", "garbage", #"{"a":1}"#])
    func `a state that is none is refused and left alone`(text: String) async throws {
        try await withFolder { folder in
            try folder.write("return 1", to: "a.lua")
            try folder.write(text, to: "cloud.json")

            let result = try await graphene(
                ["run", "--simulator-state", "cloud.json", "a.lua"], in: folder.path)

            #expect(result.status == 2)
            #expect(result.errors.contains("cloud.json"))
            #expect(try folder.read("cloud.json") == text)
        }
    }

    @Test func `a state in use is refused until its run has ended`() async throws {
        try await withFolder { folder in
            try folder.write("graphene.confirm('go on?')", to: "asks.lua")
            try folder.write(Self.pause, to: "a.lua")
            let first = try GrapheneProcess(
                ["run", "--simulator-state", "cloud.json", "asks.lua"],
                environment: ["TERM": "xterm"], input: .terminal(columns: 80), in: folder.path)
            #expect(await first.output.contains("[y/N]"))

            let state = ["--simulator-state", "cloud.json"]
            let run = try await graphene(["run"] + state + ["a.lua"], in: folder.path)
            let server = try await graphene(
                ["simulator", "--state", "cloud.json"], in: folder.path)
            first.type("y\n")
            #expect(await first.result().status == 0)
            let after = try await graphene(["run"] + state + ["a.lua"], in: folder.path)

            for refused in [run, server] {
                #expect(refused.status == 75)
                #expect(refused.output.isEmpty)
                #expect(
                    refused.errors.hasPrefix(
                        "error[conflict]: the simulator state cloud.json is in use"))
            }
            #expect(after.output == "true\n")
        }
    }

    @Test func `a killed run leaves the state as it was, and free`() async throws {
        try await withFolder { folder in
            try folder.write(
                Self.pause + ", graphene.confirm('go on?')", to: "asks.lua")
            try folder.write(Self.pause, to: "a.lua")
            let first = try GrapheneProcess(
                ["run", "--simulator-state", "cloud.json", "asks.lua"],
                environment: ["TERM": "xterm"], input: .terminal(columns: 80), in: folder.path)
            #expect(await first.output.contains("[y/N]"))

            first.signal(SIGKILL)
            _ = await first.result()
            let after = try await graphene(
                ["run", "--simulator-state", "cloud.json", "a.lua"], in: folder.path)

            #expect(after.output == "true\n")
        }
    }

    @Test(arguments: [
        ("none/cloud.json", "No such file"), ("/", "directory"), ("/proc/cloud", "No such file"),
        ("/dev/null", "no regular file"), ("dangling", "a link to what does not exist"),
        ("huge", "larger than 64 MB"),
        ("newer", "its version is 99, and this program knows 1"),
    ])
    func `a state that could not be kept is refused before the run`(
        path: String, words: String
    ) async throws {
        try await withFolder { folder in
            try folder.write("print('started')", to: "a.lua")
            try folder.write("", to: "huge")
            truncate(folder.path + "/huge", 100 << 20)
            try folder.write(
                #"{"format":"graphene-simulator-state","version":99}"#, to: "newer")
            symlink("nowhere", folder.path + "/dangling")

            let result = try await graphene(
                ["run", "--simulator-state", path, "a.lua"], in: folder.path)

            #expect(result.status == 2)
            #expect(result.output.isEmpty)
            #expect(result.errors.hasPrefix("error[config]: "))
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test(.enabled(if: getuid() == 0)) func `a state that may not be written is refused`()
        async throws
    {
        try await withFolder { folder in
            try folder.write("print('started')", to: "a.lua")
            try folder.write("", to: "cloud.json")
            chmod(folder.path, 0o755)
            let words = [
                "--reuid=65534", "--regid=65534", "--clear-groups", GrapheneProcess.path, "run",
            ]

            for name in ["cloud.json", "new.json"] {
                let result = try await graphene(
                    words + ["--simulator-state", name, "a.lua"], in: folder.path,
                    executable: "/usr/bin/setpriv")

                #expect(result.status == 2)
                #expect(result.output.isEmpty)
                #expect(result.errors.contains("\(name): Permission denied"))
            }
        }
    }
}
