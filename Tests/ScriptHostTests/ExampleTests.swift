import CloudClient
import CloudSimulator
import Diagnostics
import FoundationEssentials
import JSONDocument
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import Testing
import Timekeeping

/// Every example of the reference is run, on a fresh sample account of the simulated cloud.
struct ExampleTests {
    @Test(arguments: ReferenceExample.all.map(\.id))
    func `an example prints what the reference says`(id: String) async throws {
        let example = try #require(ReferenceExample.all.first { $0.id == id })

        let run = await ExampleRun(example)

        #expect(run.text == example.result, "UPDATE_GOLDEN=1 swift test --filter ExampleTests")
        #expect(run.code == nil || example.fails, "\(run.text)")
    }

    @Test(arguments: APITable.all.filter { $0.visibility != .prelude }.map(\.name))
    func `a function has an error that it can raise`(name: String) async throws {
        let function = try #require(APITable[name])

        let run = await ExampleRun(function.shownFailure)

        let code = try #require(run.code)
        #expect(function.allRaises.contains(code.rawValue), "\(run.text)")
    }

    @Test func `the results are of the examples that there are`() {
        #expect(ReferenceExample.resultIDs == ReferenceExample.all.map(\.id).sorted())
        // What goes well in a test says nothing.
        #expect(
            ReferenceExample.all.allSatisfy {
                !$0.code.isEmpty && (!$0.result.isEmpty || $0.isTest && !$0.fails)
            })
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"))
    func `the file of results is rewritten`() async throws {
        var entries: [String] = []
        for example in ReferenceExample.all.sorted(by: { $0.id < $1.id }) {
            let text = await ExampleRun(example).text
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let indented = lines.map { $0.isEmpty ? "" : "            \($0)" }
            entries.append(
                "        \"\(example.id)\": #\"\"\"\n\(indented.joined(separator: "\n"))\n"
                    + "            \"\"\"#,")
        }
        let file = """
            // swift-format-ignore-file
            // What the examples of the reference print; UPDATE_GOLDEN=1 swift test --filter
            // ExampleTests writes this file.
            enum ExampleResults {
                static let byID = [
            \(entries.joined(separator: "\n"))
                ]
            }

            """
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        try Data(file.utf8).write(
            to: sources.appending(path: "Sources/ScriptAPI/Documentation/ExampleResults.swift"))
        Issue.record("rewrote ExampleResults.swift")
    }
}

/// One run of an example, and what a person saw of it.
private struct ExampleRun {
    let text: String
    /// What it ended with; nil when it went well.
    let code: ErrorCode?

    init(_ example: ReferenceExample) async {
        if example.isTest {
            self = await Self.test(example)
        } else {
            self = await Self.script(example)
        }
    }

    private init(text: String, code: ErrorCode?) {
        self.text = text
        self.code = code
    }

    /// Runs it as a test of `scripts/`.
    private static func test(_ example: ReferenceExample) async -> ExampleRun {
        let isDeclaration = example.code.hasPrefix("test(")
        let text =
            isDeclaration ? example.code : "test('it', function(cloud)\n\(example.code)\nend)"
        let folder = ScriptStage.scripts
        let source = ScriptSource(name: "a_test.lua", bytes: Array(text.utf8), folder: folder)
        let plan = TestPlan(
            file: TestFile(source: source, root: folder, folder: "", shownRoot: ""),
            account: CloudSimulator(), seed: 1, scriptProcess: ScriptHost.scriptProcessPath())
        return await Gate.virtualTime.pass {
            let listing = await ScriptTests.list(plan)
            var failure = listing.failure
            for test in listing.tests where failure == nil {
                failure = await ScriptTests.run(test, of: plan).report.failure
            }
            let lines = failure.map { ErrorText.lines($0) } ?? []
            return ExampleRun(text: lines.joined(separator: "\n"), code: failure?.code)
        }
    }

    /// A comment in the example says how `graphene run` is called for it: `--param db=…`.
    private static func script(_ example: ReferenceExample) async -> ExampleRun {
        let transcript = Transcript()
        let isAgreed = !example.code.contains("-- answered with no")
        let words =
            example.code.split(separator: "\n").first { $0.hasPrefix("-- graphene run … ") }
            .map { $0.split(separator: " ").map(String.init) } ?? []
        let run = await TestRun(example.code, observers: [transcript]) { configuration in
            configuration.console = Answering(consent: isAgreed ? .given : .refused)
            for (flag, value) in zip(words, words.dropFirst()) {
                switch flag {
                case "--param":
                    let parts = value.split(separator: "=").map(String.init)
                    configuration.parameters.texts.append((name: parts[0], value: parts[1]))
                case "--env": configuration.variables.updateValue(nil, forKey: value)
                default: break
                }
            }
        }
        return ExampleRun(text: transcript.text(run.report), code: run.report.failure?.code)
    }
}

/// What a run writes to a terminal, but for its progress and the places of errors.
private final class Transcript: RunObserver {
    private let written = Mutex("")

    func observe(_ event: RunEvent, at instant: Instant) {
        written.withLock { text in
            switch event {
            case .printed(let bytes), .wroteError(let bytes):
                text += String(decoding: bytes, as: UTF8.self)
            case .logged(let level, let message, let fields):
                text += "\(level.rawValue): \(message)"
                text += (fields.object?.isEmpty ?? true) ? "\n" : " \(fields.text)\n"
            case .table(let table): text += TableText.render(table)
            case .skipped(let reason): text += "skipped: \(reason)\n"
            case .warned(let warning): text += "warning: \(warning)\n"
            default: break
            }
        }
    }

    func text(_ report: RunReport) -> String {
        var text = written.withLock { $0 }
        for output in report.outputs {
            text += "\(output.key) = \(output.value.string ?? output.value.text)\n"
        }
        if let failure = report.failure {
            text += ErrorText.lines(failure).joined(separator: "\n") + "\n"
        }
        return String(text.dropLast(text.hasSuffix("\n") ? 1 : 0))
    }
}

private struct Answering: Console {
    let consent: Consent

    func confirm(_ text: String, target: String?) async throws -> Consent { consent }
}
