import Foundation
import Testing

/// Secrets that must not be found in anything that is written.
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

    /// A secret in the forms in which it may come out.
    private func forms(of secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        let encoded = (0..<3).map { offset in
            let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            return String(text.dropFirst(4).dropLast(4))
        }
        let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return [secret, hex, String(secret.reversed())] + encoded
    }

    private func everything(below folder: String) throws -> [(path: String, text: String)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.compactMap { name -> (path: String, text: String)? in
            let path = "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: path) else { return nil }
            return (path, String(decoding: data, as: UTF8.self))
        }
    }

    @Test func `no file and no stream that a run writes holds a secret or a token`() async throws {
        try await withSimulator { simulator in
            try await withFolder { folder in
                try folder.write(Self.script, to: "a.lua")
                let canary = "canary-7f3a9c51e2d84b60"
                var environment = simulator.environment
                environment["APP_KEY"] = canary
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
                let secrets = [simulator.secret, canary].flatMap(forms) + ["sim-token-"]
                for (path, text) in written {
                    for secret in secrets {
                        #expect(!text.contains(secret), "\(secret) in \(path)")
                    }
                }
            }
        }
    }
}
