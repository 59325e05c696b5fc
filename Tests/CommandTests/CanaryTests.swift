import Foundation
import Glibc
import Testing

/// Secrets that must not be found in anything that is written, nor in the script process.
@Suite(.timeLimit(.minutes(10)))
struct CanaryTests {
    private static let script = """
        local p = graphene.params { key = { type = "secret" } }
        print("key", p.key)
        graphene.output("key", tostring(p.key))
        graphene.log.info("key", { key = tostring(p.key) })
        graphene.set_settings("staging/orders", { ["shop.token"] = p.key }, { restart = false })
        graphene.api("GET", "/deployments/plans")
        graphene.db("staging/none")
        """
    private static let canary = "canary-7f3a/9c51+e2d8=4b60"

    private func everything(below folder: String) throws -> [(path: String, text: String)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.compactMap { name -> (path: String, text: String)? in
            let path = "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: path) else { return nil }
            return (path, String(decoding: data, as: UTF8.self))
        }
    }

    private func expectNone(
        _ written: [(path: String, text: String)], of secrets: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let forms = secrets.map(SecretForms.init)
        for (path, text) in written {
            let found = forms.compactMap { $0.found(in: text) }.first
            #expect(found == nil, "\(path): \(text)", sourceLocation: sourceLocation)
            #expect(!text.contains("sim-token-"), "\(path)", sourceLocation: sourceLocation)
        }
    }

    @Test func `no file and no stream that a run writes holds a secret or a token`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(Self.script, to: "a.lua")
                var environment = simulator.environment
                environment["APP_KEY"] = Self.canary
                environment["GITHUB_ACTIONS"] = "true"
                environment["GITHUB_OUTPUT"] = folder.path + "/outputs"
                environment["GITHUB_STEP_SUMMARY"] = folder.path + "/summary.md"
                let options = ["--param", "key=env:APP_KEY", "--trace", "t", "--report", "r.json"]

                let run = try await graphene(
                    ["run", "-v", "--output", "jsonl", "a.lua"] + options,
                    environment: environment, in: folder.path)
                let doctor = try await graphene(
                    ["doctor", "--contract", "--fixture", "f.json", "--rate", "50"],
                    environment: environment,
                    in: folder.path)
                let copy = try await graphene(
                    ["simulator", "import", "--rate", "50"], environment: environment,
                    in: folder.path)

                #expect(run.status == 5, "\(run.errors)")
                #expect(doctor.status == 0 && copy.status == 0)
                var written = try everything(below: folder.path)
                written += try everything(below: simulator.records)
                #expect(written.count >= 7, "\(written.map(\.path))")
                for result in [run, doctor, copy] {
                    written += [("stdout", result.output), ("stderr", result.errors)]
                }
                expectNone(written, of: [simulator.secret, Self.canary])
            }
        }
    }

    /// Tells a secret that it was given by mistake, in every form that a library may give it.
    private static let gossip = #"""
        local s = graphene.params({ s = { type = "string" } }).s
        local function each(pattern) return (s:gsub(".", function(c) return pattern:format(c:byte()) end)) end
        local digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        local function base64(text)
          local bits = text:gsub(".", function(c)
            local n, r = c:byte(), ""
            for i = 7, 0, -1 do r = r .. (n >> i & 1) end
            return r
          end)
          bits = bits .. ("0"):rep(-#bits % 6)
          return (bits:gsub("%d%d%d%d%d%d", function(b)
            local i = tonumber(b, 2) + 1
            return digits:sub(i, i)
          end))
        end
        local forms = { s, each("%02x"), each("%02X"), each("%%%02x"), each("\\u%04x"),
          (s:gsub("/", "\\/")), base64(s), base64("a" .. s), base64("ab" .. s .. "z"),
          (base64(s):gsub("+", "-"):gsub("/", "_")) }
        for i, form in ipairs(forms) do
          print("x" .. form, form)
          io.write(form:sub(1, 9)) io.write(form:sub(10), "\n")
          io.stderr:write(form, "\n")
          graphene.log.info(form, { [form] = form })
          graphene.output("k" .. i, form)
          graphene.output(form, i)
          graphene.table({ { [form] = form } })
          pcall(graphene.db, form)
        end
        pcall(graphene.api, "GET", "/" .. s)
        error({ message = table.concat(forms, " "), hint = s, [s] = s })
        """#

    @Test(arguments: ["text", "json", "jsonl"])
    func `the client's secret is hidden wherever else it comes from`(format: String) async throws {
        try await withFolder { folder in
            try folder.write(Self.gossip, to: "a.lua")
            let environment = [
                "GRAPHENEDB_CLIENT_SECRET": Self.canary, "GRAPHENE_STATE_DIR": folder.path,
                "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": folder.path + "/outputs",
                "GITHUB_STEP_SUMMARY": folder.path + "/summary.md",
            ]

            let run = try await graphene(
                [
                    "run", "--simulator", "-v", "--output", format, "--trace", "t", "--report", "r",
                    "a.lua", "--param", "s=" + Self.canary,
                ], environment: environment, in: folder.path)
            let id = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/runs")
                .first { $0.hasSuffix(".jsonl") }
            let shown = try await graphene(
                ["runs", "show", String((id ?? "").prefix(12))], environment: environment)

            #expect(run.status == 1, "\(run.errors)")
            #expect((run.output + run.errors).contains("***"))
            var written = try everything(below: folder.path).filter { !$0.path.hasSuffix("a.lua") }
            #expect(written.count >= 5, "\(written.map(\.path))")
            for result in [run, shown] {
                written += [("stdout", result.output), ("stderr", result.errors)]
            }
            expectNone(written, of: [Self.canary])
        }
    }

    @Test func `the client's secret is not granted under another name`() async throws {
        let result = try await run(
            "return graphene.env('COPY')", ["--env", "COPY"],
            environment: ["GRAPHENEDB_CLIENT_SECRET": Self.canary, "COPY": "a:" + Self.canary])

        #expect(result.status == 2)
        #expect(result.errors.contains("the client secret cannot be given to a script"))
    }
}

/// Secrets that must not be found in what a process is seen to be, nor in what it leaves when it
/// crashes.
@Suite(.timeLimit(.minutes(10)))
struct CrashCanaryTests {
    private static let script = """
        local p = graphene.params { key = { type = "secret" } }
        graphene.set_settings("staging/orders", { ["shop.token"] = p.key }, { restart = false })
        graphene.api("GET", "/deployments/plans")
        print("waiting", p.key)
        graphene.sleep("1h")
        """
    private static let canary = "canary-7f3a/9c51+e2d8=4b60"

    /// Runs a body beside a run that has used all its secrets and waits.
    private func withWaitingRun(
        _ body: (GrapheneProcess, Int32, WorkingFolder, _ secrets: [String]) async throws -> Void
    ) async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(Self.script, to: "a.lua")
                let run = try GrapheneProcess(
                    ["run", "-v", "a.lua", "--param", "key=env:APP_KEY", "--trace", "t"],
                    environment: simulator.environment.merging([
                        "APP_KEY": Self.canary, "SWIFT_BACKTRACE": "enable=yes,color=no",
                    ]) { $1 }, in: folder.path)
                #expect(await run.output.contains("waiting"))
                let script = try #require(run.scriptProcesses.first)
                try await body(run, script, folder, [simulator.secret, Self.canary])
                run.signal(SIGKILL)
            }
        }
    }

    private func expectNone(_ text: String, of secrets: [String], _ what: String) {
        for secret in secrets {
            #expect(SecretForms(secret).found(in: text) == nil, "\(what)")
        }
        #expect(!text.contains("sim-token-"), "\(what)")
    }

    @Test func `the script process holds no secret anywhere`() async throws {
        try await withWaitingRun { run, script, _, secrets in
            let memory = ProcessMemory(id: script)
            for name in ["environ", "cmdline", "maps", "status", "comm", "limits"] {
                expectNone(memory.file(name), of: secrets, name)
            }
            // Granted to the script, as a handle: not a secret of its own.
            let texts = secrets.flatMap { SecretForms($0).texts } + ["sim-token-"]
            let (found, size) = memory.search(for: texts)
            #expect(found == nil)
            #expect(geteuid() != 0 || size > 1 << 20, "\(size) bytes could be read")
            // What is searched can be found at all.
            #expect(geteuid() != 0 || memory.search(for: ["waiting"]).found == "waiting")
        }
    }

    @Test func `the host shows no secret of the client's to other processes`() async throws {
        try await withWaitingRun { run, _, _, secrets in
            let host = ProcessMemory(id: run.id)
            expectNone(host.file("cmdline"), of: secrets, "cmdline")
            expectNone(host.file("environ"), of: [secrets[0]], "environ")
        }
    }

    @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGTRAP, SIGBUS])
    func `a host that is made to crash leaves no secret`(signal: Int32) async throws {
        try await withWaitingRun { run, script, folder, secrets in
            run.signal(signal)

            let result = await run.result()

            #expect(result.status != 0)
            expectNone(result.output + result.errors, of: secrets, result.errors)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(left) == ["a.lua", "t"])
        }
    }

    @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGSYS])
    func `a script process that crashes leaves no secret`(signal: Int32) async throws {
        try await withWaitingRun { run, script, folder, secrets in
            kill(script, signal)

            let result = await run.result()

            #expect(result.status == 70, "\(result.errors)")
            #expect(result.errors.contains("error[vm_crashed]"))
            expectNone(result.output + result.errors, of: secrets, result.errors)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(left) == ["a.lua", "t"])
        }
    }
}
