import CloudClient
import CloudSimulator
import Diagnostics
import JSONDocument
import RunLoop
import ScriptAPI
import ScriptHost
import SimulatedCloud
import Synchronization
import Timekeeping

/// A session of a test's own, in virtual time, whose entries are given beforehand.
struct TestSession: Sendable {
    enum Step: Sendable {
        case lua(String)
        case step(SessionStep)
    }

    /// When Ctrl-C is pressed, once.
    enum Stopping: Hashable, Sendable {
        case never
        case atPrint
        case atProgress(String)
    }

    let report: RunReport
    private let told: ToldDialogue.State
    private let events: [RunEvent]

    init(
        _ entries: String..., stopping: Stopping = .never, endsEntriesOnly: Bool = true,
        prepare: (inout RunConfiguration) -> Void = { _ in },
        form: () -> Entry.Form = { .shown(columns: 76) },
        prepareEntry: @Sendable @escaping (inout Entry) -> Void = { _ in }
    ) async {
        await self.init(
            steps: entries.map { .lua($0) }, stopping: stopping, endsEntriesOnly: endsEntriesOnly,
            prepare: prepare, form: form, prepareEntry: prepareEntry)
    }

    init(
        steps: [Step], stopping: Stopping = .never, endsEntriesOnly: Bool = true,
        prepare: (inout RunConfiguration) -> Void = { _ in },
        form: () -> Entry.Form = { .shown(columns: 76) },
        prepareEntry: @Sendable @escaping (inout Entry) -> Void = { _ in }
    ) async {
        let (stops, stopper) = AsyncStream<StopReason>.makeStream()
        let dialogue = ToldDialogue(steps, form(), prepareEntry)
        let listener = SessionListener(stopping) { stopper.yield(.interrupted) }
        let run = await TestRun("", stops: stops, observers: [listener]) { configuration in
            configuration.session = SessionPlan(dialogue, endsEntriesOnly: endsEntriesOnly)
            prepare(&configuration)
        }
        report = run.report
        told = dialogue.state
        events = listener.events
    }

    private var outcomes: [EntryOutcome] {
        told.outcomes.compactMap { if case .entry(let outcome) = $0 { outcome } else { nil } }
    }

    /// The texts of each entry that showed any, or nothing.
    var shown: [[String]] {
        outcomes.map { outcome in
            outcome.values.compactMap {
                if case .text(let bytes) = $0 {
                    String(decoding: bytes, as: UTF8.self)
                } else {
                    nil
                }
            }
        }
    }

    var tables: [TableOutput?] {
        outcomes.map { outcome in
            if case .table(let table, _)? = outcome.values.first { table } else { nil }
        }
    }

    var data: [[JSONValue]] { outcomes.map(\.data) }
    var failures: [RunFailure?] { outcomes.map(\.failure) }
    var codes: [ErrorCode?] { failures.map { $0?.code } }
    var leftRunning: [Int] { outcomes.map(\.leftRunning) }

    var names: [NamesFound] {
        told.outcomes.compactMap { if case .names(let names) = $0 { names } else { nil } }
    }

    var variables: [[Variable]] {
        told.outcomes.compactMap { if case .variables(let found) = $0 { found } else { nil } }
    }

    var printed: String {
        events.compactMap {
            if case .printed(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil }
        }.joined()
    }

    var warnings: [String] {
        events.compactMap { if case .warned(let text) = $0 { text } else { nil } }
    }

    var pages: [String] {
        events.compactMap { if case .helped(let page) = $0 { page } else { nil } }
    }
}

/// Says one step after another, and keeps what came of each.
private final class ToldDialogue: Dialogue {
    struct State {
        var steps: [TestSession.Step]
        var outcomes: [StepOutcome] = []
        var count = 0
    }

    private let contents: Mutex<State>
    private let form: Entry.Form
    private let prepare: @Sendable (inout Entry) -> Void

    init(
        _ steps: [TestSession.Step], _ form: Entry.Form,
        _ prepare: @escaping @Sendable (inout Entry) -> Void
    ) {
        contents = Mutex(State(steps: steps))
        self.form = form
        self.prepare = prepare
    }

    var state: State { contents.withLock { $0 } }

    func next(after outcome: StepOutcome) async -> SessionStep? {
        let step = contents.withLock { state -> TestSession.Step? in
            if case .began = outcome {} else { state.outcomes.append(outcome) }
            state.count += 1
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .step(let step): return step
        case .lua(let text):
            var entry = Entry(
                "entry \(contents.withLock { $0.count })", text: text, source: text, form: form)
            prepare(&entry)
            return .entry(entry)
        case nil: return nil
        }
    }
}

private final class SessionListener: RunObserver {
    private let heard = Mutex<[RunEvent]>([])
    private let stopping: TestSession.Stopping
    private let hasStopped = Mutex(false)
    private let stop: @Sendable () -> Void

    init(_ stopping: TestSession.Stopping, stop: @escaping @Sendable () -> Void) {
        self.stopping = stopping
        self.stop = stop
    }

    var events: [RunEvent] { heard.withLock { $0 } }

    func observe(_ event: RunEvent, at instant: Instant) {
        heard.withLock { $0.append(event) }
        let isTime =
            switch (event, stopping) {
            case (.printed, .atPrint): true
            case (.effectProgressed(_, let progress), .atProgress(let state)):
                progress.state.contains(state)
            default: false
            }
        guard isTime else { return }
        let isFirst = hasStopped.withLock { hasStopped in
            defer { hasStopped = true }
            return !hasStopped
        }
        if isFirst { stop() }
    }
}
