import Foundation
import Glibc
import JSONDocument
import Testing

/// Runs over HTTP: credentials, secrets, traces.
@Suite(.timeLimit(.minutes(10)))
struct LiveCommandTests {
    private static let waiting = "print('waiting') graphene.sleep('1h')"

    /// Starts a script against a simulated cloud.
    private func start(
        _ script: String, _ options: [String] = [], on simulator: SimulatorProcess,
        in folder: WorkingFolder
    ) throws -> GrapheneProcess {
        try folder.write(script, to: "script.lua")
        return try GrapheneProcess(
            ["run", "script.lua"] + options, environment: simulator.environment, in: folder.path)
    }

    @Test func `the first line names the cloud and the client`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let run = try start("return #graphene.databases()", on: simulator, in: folder)
                let result = await run.result()

                let url = simulator.environment["GRAPHENE_API_URL"] ?? ""
                let client = simulator.environment["GRAPHENEDB_CLIENT_ID"] ?? ""
                #expect(result.status == 0, "\(result.errors)")
                #expect(
                    result.errors.hasPrefix(
                        "graphene: script.lua on the live cloud at \(url), as client \(client)\n"))
            }
        }
    }

    @Test func `refused credentials are exit 4 and never shown`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                var environment = simulator.environment
                environment["GRAPHENEDB_CLIENT_SECRET"] = "wrong-secret"
                try folder.write("graphene.databases()", to: "a.lua")

                let result = try await graphene(
                    ["run", "-v", "--trace", "t", "--output", "json", "a.lua"],
                    environment: environment, in: folder.path)

                #expect(result.status == 4)
                #expect(result.errors.contains("error[auth]: "), "\(result.errors)")
                #expect(result.errors.contains("GRAPHENEDB_CLIENT_SECRET"))
                let everything = try result.output + result.errors + folder.read("t")
                #expect(!everything.contains("wrong-secret"))
            }
        }
    }

    @Test func `the secret may come from a file or a pipe`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                var environment = simulator.environment
                environment["GRAPHENEDB_CLIENT_SECRET"] = nil
                environment["GRAPHENEDB_CLIENT_SECRET_FILE"] = "secret"
                try folder.write(simulator.secret + "\n", to: "secret")
                chmod(folder.path + "/secret", 0o600)
                try folder.write("return #graphene.environments()", to: "a.lua")

                let file = try await graphene(
                    ["run", "a.lua"], environment: environment, in: folder.path)
                environment["GRAPHENEDB_CLIENT_SECRET_FILE"] = "/dev/stdin"
                let pipe = try await graphene(
                    ["run", "a.lua"], environment: environment, input: .text(simulator.secret),
                    in: folder.path)

                #expect((file.output, pipe.output) == ("3\n", "3\n"), "\(pipe.errors)")
            }
        }
    }

    @Test(arguments: [
        ("/nonexistent", "No such file"), ("/tmp", "Is a directory"), ("/dev/null", "is empty"),
        ("lines", "more than one line"), ("/dev/zero", "larger than 64 KB"),
        ("binary", "it is not text"),
    ])
    func `what is no secret is exit 4`(path: String, words: String) async throws {
        let result = try await withFolder { folder in
            try folder.write("print('started')", to: "a.lua")
            try folder.write("A=hidden1\nB=hidden2\n", to: "lines")
            try Data([0xff, 0xfe, 0x41]).write(to: URL(filePath: folder.path + "/binary"))
            return try await graphene(
                ["run", "a.lua"],
                environment: [
                    "GRAPHENEDB_CLIENT_ID": "i", "GRAPHENEDB_CLIENT_SECRET_FILE": path,
                ], in: folder.path)
        }

        #expect(result.status == 4)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!result.errors.contains("hidden"))
    }

    @Test(arguments: [(0o600, false), (0o640, false), (0o644, true)])
    func `a secret that everybody can read is refused`(
        mode: Int, isRefused: Bool
    ) async throws {
        let result = try await withFolder { folder in
            try folder.write("return 1", to: "a.lua")
            try folder.write("s\n", to: "secret")
            chmod(folder.path + "/secret", mode_t(mode))
            return try await graphene(
                ["run", "a.lua"],
                environment: [
                    "GRAPHENEDB_CLIENT_ID": "i", "GRAPHENEDB_CLIENT_SECRET_FILE": "secret",
                    "GRAPHENE_STATE_DIR": folder.path,
                ], in: folder.path)
        }

        #expect(result.status == (isRefused ? 4 : 0))
        let words = "error[auth]: cannot trust the secret in secret: every user of this machine"
        #expect(result.errors.contains(words) == isRefused, "\(result.errors)")
    }

    @Test func `a trace has every exchange and no secret`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let run = try start(
                    "return graphene.db('staging/orders').state", ["--trace", "t"], on: simulator,
                    in: folder)
                let result = await run.result()

                let lines = try folder.read("t").split(separator: "\n")
                let exchanges = try lines.map { try JSONValue(parsing: String($0)) }
                #expect(result.status == 0)
                #expect(exchanges.first?["path"]?.string?.hasSuffix("/token") == true)
                #expect(exchanges.first?["response"]?["access_token"] == "***")
                #expect(exchanges.count > 1)
                #expect(!lines.joined().contains(simulator.secret))
                #expect(!lines.joined().lowercased().contains("bearer ey"))
            }
        }
    }

    @Test func `a trace on a full disk does not stop a run, and is told`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let run = try start(
                    "return graphene.db('staging/orders').state", ["--trace", "/dev/full"],
                    on: simulator, in: folder)
                let result = await run.result()

                #expect(result.output == "running\n")
                #expect(result.errors.contains("cannot write the trace /dev/full: No space left"))
                #expect(result.status == 2)
            }
        }
    }

    @Test func `nobody listening is exit 75`() async throws {
        let result = try await withFolder { folder in
            try folder.write("graphene.databases()", to: "a.lua")
            return try await graphene(
                ["run", "--api-url", "http://127.0.0.1:1", "a.lua"],
                environment: [
                    "GRAPHENEDB_CLIENT_ID": "i", "GRAPHENEDB_CLIENT_SECRET": "s",
                    "GRAPHENE_STATE_DIR": folder.path,
                ], in: folder.path)
        }

        #expect(result.status == 75)
        #expect(result.errors.contains("connection refused"), "\(result.errors)")
    }

    @Test(arguments: [
        ("http://example.com", "would send the token unencrypted"), ("ftp://x", "is no address"),
    ])
    func `an address that cannot be is refused`(url: String, words: String) async throws {
        let result = try await withFolder { folder in
            try folder.write("graphene.databases()", to: "a.lua")
            return try await graphene(
                ["run", "a.lua"],
                environment: [
                    "GRAPHENEDB_CLIENT_ID": "i", "GRAPHENEDB_CLIENT_SECRET": "s",
                    "GRAPHENE_API_URL": url,
                ], in: folder.path)
        }

        #expect(result.status == 2)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    /// A process is started ahead, with the usual limits.
    @Test(arguments: [[], ["--memory", "32"], ["--cpu", "2s"]])
    func `a run has one script process, whatever its limits`(_ options: [String]) async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let run = try start(Self.waiting, options, on: simulator, in: folder)
                #expect(await run.output.contains("waiting"))

                #expect(run.scriptProcesses.count == 1)
                run.signal(SIGTERM)
                #expect(await run.result().status == 143)
            }
        }
    }

    @Test func `no process has the secret where others can read it`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let run = try start(Self.waiting, on: simulator, in: folder)
                #expect(await run.output.contains("waiting"))
                let script = try #require(run.scriptProcesses.first)

                // Root may read what is hidden from everybody else.
                let host = FileManager.default.contents(atPath: "/proc/\(run.id)/environ")
                #expect(host == nil ? getuid() != 0 : getuid() == 0)
                let text = String(decoding: host ?? Data(), as: UTF8.self)
                #expect(!text.contains(simulator.secret))
                let environment = FileManager.default.contents(atPath: "/proc/\(script)/environ")
                #expect(environment?.isEmpty != false)
                for process in [run.id, script] {
                    let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
                    #expect(!String(decoding: line ?? Data(), as: UTF8.self).contains("secret"))
                }
                run.signal(SIGTERM)
                #expect(await run.result().status == 143)
            }
        }
    }

    @Test(.enabled(if: getuid() == 0)) func `its owner cannot read the host either`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(Self.waiting, to: "script.lua")
                chmod(folder.path, 0o755)
                let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
                let run = try GrapheneProcess(
                    nobody + [GrapheneProcess.path, "run", "script.lua"],
                    environment: simulator.environment, in: folder.path,
                    executable: "/usr/bin/setpriv")
                let started = await run.output.contains("waiting")
                try #require(started, "\(run.errors.text)")

                let reader = try await graphene(
                    nobody + ["/bin/cat", "/proc/\(run.id)/environ"], executable: "/usr/bin/setpriv"
                )
                run.signal(SIGTERM)

                #expect(await run.result().status == 143)
                #expect(reader.status != 0)
                #expect(reader.output.isEmpty)
                #expect(reader.errors.contains("Permission denied"))
            }
        }
    }

    @Test func `the script process being killed is exit 70, and what was done is told`()
        async throws
    {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let script = """
                    graphene.defer(function() print("handler") end)
                    graphene.pause("production/orders", { wait = false })
                    \(Self.waiting)
                    """
                let run = try start(script, on: simulator, in: folder)
                #expect(await run.output.contains("waiting"))

                kill(try #require(run.scriptProcesses.first), SIGKILL)
                let result = await run.result()

                #expect(result.status == 70)
                #expect(result.errors.contains("error[vm_crashed]"))
                #expect(result.errors.contains("handlers did not run"))
                #expect(
                    result.errors.contains(
                        "still running in the cloud:\n  pause production/orders"),
                    "\(result.errors)")
                #expect(!result.output.contains("handler"))
            }
        }
    }

    @Test func `the script process goes with a host that is killed`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                let run = try start(Self.waiting, on: simulator, in: folder)
                #expect(await run.output.contains("waiting"))
                #expect(run.scriptProcesses.count == 1)

                run.signal(SIGKILL)
                #expect(await run.result().status == 1_000 + SIGKILL)

                while !run.scriptProcesses.isEmpty { await Task.yield() }
            }
        }
    }
}
