import Glibc
import JSONDocument
import Testing

/// What keeps a script from doing harm, on this kernel and on ones that lack something.
@Suite(.timeLimit(.minutes(10)))
struct ConfinementTests {
    /// A system call, or one value of its first argument, that a kernel may not have.
    struct Lack: Sendable, CustomTestStringConvertible {
        var layer: String
        var call: String
        var error: Int32
        var testDescription: String { "\(layer): \(String(cString: strerror(error)))" }

        /// Runs `graphene` on such a kernel.
        func run(
            _ arguments: [String], in folder: String = "/"
        ) async throws -> GrapheneProcess.Result {
            try await graphene(
                [call, "\(error)", GrapheneProcess.path] + arguments, in: folder,
                executable: GrapheneProcess.folder + "/without-call")
        }
    }

    // Numbers as Linux has them on x86-64 and aarch64 alike where they are above 424.
    #if arch(x86_64)
        private static let prctl = 157, timerCreate = 222, setLimit = 302
        private static let setUser = 117, setCapabilities = 126
    #else
        private static let prctl = 167, timerCreate = 107, setLimit = 261
        private static let setUser = 147, setCapabilities = 91
    #endif

    static let lacks = [
        Lack(layer: "landlock", call: "444", error: ENOSYS),
        Lack(layer: "landlock", call: "444", error: EPERM),
        Lack(layer: "landlock", call: "444", error: EOPNOTSUPP),
        Lack(layer: "landlock", call: "446", error: EPERM),
        Lack(layer: "seccomp", call: "\(prctl):22", error: EINVAL),
        Lack(layer: "no new code", call: "\(prctl):65", error: EINVAL),
        Lack(layer: "no new privileges", call: "\(prctl):38", error: EPERM),
        Lack(layer: "dies with its parent", call: "\(prctl):1", error: EPERM),
        Lack(layer: "descriptors", call: "436", error: ENOSYS),
        Lack(layer: "resource limits", call: "\(setLimit)", error: EPERM),
        Lack(layer: "processor timer", call: "\(timerCreate)", error: ENOSYS),
    ]

    @Test(arguments: lacks)
    func `a kernel that lacks a layer is told of once, and the script runs`(
        _ lack: Lack
    ) async throws {
        try await withFolder { folder in
            try folder.write("print('it runs')", to: "a.lua")
            let result = try await lack.run(["run", "--simulator", "a.lua"], in: folder.path)

            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "it runs\n")
            let told = result.errors.split(separator: "\n").filter { $0.contains(lack.layer) }
            #expect(told.count == 1, "\(result.errors)")
            #expect(told.first?.contains(String(cString: strerror(lack.error))) == true)
        }
    }

    @Test(arguments: lacks)
    func `a kernel that lacks a layer is refused on demand, before the script is read`(
        _ lack: Lack
    ) async throws {
        try await withFolder { folder in
            try folder.write("print('it runs')", to: "a.lua")
            let result = try await lack.run(
                ["run", "--simulator", "--require-confinement", "a.lua"], in: folder.path)

            #expect(result.status == 2, "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(result.errors.contains("error[unsupported]"), "\(result.errors)")
            #expect(result.errors.contains(lack.layer))
        }
    }

    @Test(.enabled(if: getuid() == 0))
    func `root gives up its capabilities where there is no other id, or is told of`() async throws {
        let lack = Lack(layer: "not root", call: "\(Self.setUser)", error: EINVAL)
        let without = GrapheneProcess.folder + "/without-call"
        let one = try await lack.run(["doctor", "--offline"])
        #expect(!one.output.contains("missing"), "\(one.output)")

        let both = try await graphene(
            [lack.call, "\(EINVAL)", without, "\(Self.setCapabilities)", "\(EPERM)"]
                + [GrapheneProcess.path, "doctor", "--offline"],
            executable: without)
        #expect(both.output.contains("missing: not root (Operation not permitted)"))
    }

    @Test func `this kernel has every layer`() async throws {
        let result = try await run("return 1", ["--require-confinement"])

        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func `the doctor tries from inside what no script may do`() async throws {
        let result = try await graphene(["doctor", "--offline"])

        for deed in [
            "open a file", "connect to a port", "start a process", "read the host's memory",
        ] {
            let line = result.output.split(separator: "\n").first { $0.contains(deed) } ?? ""
            #expect(line.hasPrefix("ok: it cannot \(deed): seccomp ends it; "), "\(result.output)")
            #expect(!line.hasSuffix("it is done"), "\(line)")
        }
        #expect(!result.output.contains("missing:"))
    }

    @Test func `the doctor says what can be done where layers are missing`() async throws {
        let lack = Lack(layer: "seccomp", call: "\(Self.prctl):22", error: EINVAL)
        let result = try await lack.run(["doctor", "--offline"])

        #expect(result.output.contains("missing: seccomp (Invalid argument)\n"))
        #expect(result.output.contains("ok: it cannot open a file: Permission denied"))
    }
}
