import CloudClient
import Diagnostics
import JSONDocument
import RunLoop
import ScriptAPI
import ScriptWire
import Timekeeping

/// What a session hears of, one at a time.
enum SessionEvent: Sendable {
    case connection(ConnectionEvent)
    case effectEnded(id: UInt64, Result<[WireValue], any Error>)
    case effectProgressed(id: UInt64, EffectProgress)
    case questionAnswered(id: UInt64, Answer)
    case warned(String)
    case stop(StopReason)
    case cleanupOver
    case announcementOver(id: UInt64)
    /// What the dialogue of a session said; nil for its end.
    case stepTaken(SessionStep?)
    case ticked
}

/// One run from its first message to its report: a loop over events, on the run's thread.
struct RunSession {
    enum Phase {
        case running
        case stopping(StopReason)
    }

    let configuration: RunConfiguration
    let cloud: Cloud
    let loop: RunLoop
    let observer: @Sendable (RunEvent) -> Void
    let events: AsyncStream<SessionEvent>
    let inbox: AsyncStream<SessionEvent>.Continuation
    let memory: RunMemory
    let startedAt: Instant

    let control: ChangeControl
    let modules: RunModules
    var grants: Grants
    var pipeline: EffectPipeline
    var underWay: [UInt64: EffectUnderWay] = [:]
    var records = ChangeRecords()
    var outputs: [(key: String, value: JSONValue)] = []
    private var outputPositions: [String: Int] = [:]
    private var tables: [TableOutput] = []
    private var skipped: String?
    /// Ids only rise, each kind's for itself; one that came before is a lie.
    private var lastEffect: UInt64 = 0
    private var lastQuestion: UInt64 = 0
    var effectsBegun = 0
    var effectsWhileStopping = 0
    var weightUnderWay = 0
    var isStarted = false
    private var isAsking = false
    /// A second stop ends the run without waiting for anything.
    var isAbrupt = false
    var phase = Phase.running
    var printed = 0
    var killedFor: RunFailure?
    /// Whether the script was told of a bug of ours, which it may end with.
    private var hasToldInternal = false
    /// Where the script waited when it was told to stop.
    var stoppedAt: ScriptPlace?
    /// Where it says that its processor time was over.
    var spentAt: ScriptPlace?
    var cleanupTimer: Task<Void, Never>?
    var cleanupDeadline: Instant?
    /// What handlers asked for and a person may still keep from happening.
    var held: [HeldEffect] = []
    var parameterCheck: ParameterCheck
    /// Nil where a script is run.
    var dialogue: DialogueState?

    init(
        _ configuration: RunConfiguration, cloud: Cloud, on loop: RunLoop,
        observer: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.configuration = configuration
        self.cloud = cloud
        self.loop = loop
        self.observer = observer
        (events, inbox) = AsyncStream.makeStream()
        memory = RunMemory(shortID: configuration.facts.shortID)
        startedAt = loop.now
        let owners = ModuleOwners(script: configuration.grants.granted)
        grants = Grants(configuration.grants, owners: owners)
        modules = RunModules(configuration, owners: owners)
        control = ChangeControl(configuration.rules, grants)
        pipeline = EffectPipeline(
            stages: [ReadOnly(origin: configuration.rules.readOnly)] + configuration.stages)
        parameterCheck = ParameterCheck(
            given: configuration.parameters.names, isSession: configuration.session != nil)
        dialogue = configuration.session.map { DialogueState(plan: $0) }
    }

    /// Runs the script to its end, whatever that is.
    mutating func run(stops: AsyncStream<StopReason>) async -> RunReport {
        observer(.started(configuration.facts))
        // A test's own run may wait for this one on the same loop: no time passes while it starts.
        loop.holdTime()
        let child: Spawner.Child
        do throws(RunFailure) {
            child = try await Spawner.spawn(configuration)
        } catch {
            loop.releaseTime()
            return report(failure: error)
        }
        let connection = connect(child)
        loop.releaseTime()
        let helpers = [watch(stops), watchTimeout(), tick()]
        defer { for helper in helpers { helper.cancel() } }
        let report = await serve(connection)
        cleanupTimer?.cancel()
        dialogue?.thinking?.cancel()
        return report
    }

    func connect(_ child: Spawner.Child) -> ScriptConnection {
        let inbox = inbox
        let connection = ScriptConnection(
            child, on: loop, limits: configuration.limits, countsEntries: dialogue != nil
        ) { inbox.yield(.connection($0)) }
        // Written while the process starts; it reads nothing before it is confined.
        if !child.isPrepared { connection.send(.prepare(Self.preparation(configuration.limits))) }
        if !configuration.requiresConfinement { connection.send(start) }
        return connection
    }

    private mutating func serve(_ first: ScriptConnection) async -> RunReport {
        var connection = first
        var ending: Answer?
        var memoryPeak = 0
        for await event in events {
            switch event {
            case .connection(.message(let message)):
                guard killedFor == nil else { continue }
                if case .finished(let answer, let peak) = message, isStarted {
                    ending = answer
                    memoryPeak = Int(clamping: peak)
                } else {
                    handle(message, connection)
                }
            case .connection(.misbehaved(let how)):
                endScript(misbehaviour(how), connection)
            case .connection(.processorTimeOver):
                stop(.processorTime(configuration.limits.processorTime), connection)
            case .connection(.processorTimeSpent):
                endScript(Self.processorTimeFailure(stopReason, configuration.limits), connection)
            case .connection(.unresponsive):
                if case .stopping(let reason) = phase {
                    endScript(Self.deafFailure(reason), connection)
                } else if let reason = dialogue?.stop, dialogue?.isRevived == false {
                    endScript(Self.deafEntryFailure(reason), connection)
                }
            case .connection(.ended(let end, let errors)):
                if ending == nil, let revived = await revive(after: end, errors) {
                    connection = revived
                    continue
                }
                await abandonEffects()
                return report(
                    failure: ending == nil ? failure(of: end, errors) : nil, ending: ending,
                    memoryPeak: memoryPeak)
            case .effectEnded(let id, let result): effectEnded(id, result, connection)
            case .effectProgressed(let id, let progress): progressed(id, progress)
            case .questionAnswered(let id, let answer):
                isAsking = false
                reply(id, answer, connection)
            case .warned(let text): observer(.warned(text))
            case .stop(let reason): stop(reason, connection)
            case .announcementOver(let id): letGo(id)
            case .stepTaken(let step): take(step, connection)
            case .ticked: if !underWay.isEmpty { observer(.ticked) }
            case .cleanupOver:
                guard dialogue?.isStopping != false || stopReason != nil else { continue }
                endScript(
                    Self.cleanupFailure(dialogue?.stop ?? stopReason, configuration.limits),
                    connection)
            }
        }
        return report(failure: RunFailure(.internal, "the run's events ended before the run"))
    }

    /// The codes that only the host gives, as far as it has told the script of them.
    var codesGiven: Set<ErrorCode> {
        Set((dialogue?.stop ?? stopReason).map { [Self.stopFailure($0).code] } ?? [])
            .union(spentAt == nil ? [] : [.timeLimit])
            .union(hasToldInternal ? [.internal] : [])
    }

    /// Why the run, or the entry under way, is being stopped, if it is.
    var stopReason: StopReason? {
        if case .stopping(let reason) = phase { return reason }
        return dialogue?.isRevived == false ? dialogue?.stop : nil
    }

    // MARK: Messages

    private mutating func handle(_ message: ScriptMessage, _ connection: ScriptConnection) {
        switch message {
        case .hello(let version, let missing): greet(version, missing, connection)
        case .effect(var request):
            guard let id = ownID(request.id), isStarted, id > lastEffect else {
                return distrust(connection)
            }
            (request.id, lastEffect) = (id, id)
            begin(request, connection)
        case .question(let theirs, let name, let arguments):
            guard let id = ownID(theirs), isStarted, id > lastQuestion, !isAsking else {
                return distrust(connection)
            }
            lastQuestion = id
            answer(id, name, arguments, connection)
        case .tell(let kind, let arguments):
            guard isStarted else { return distrust(connection) }
            told(kind, arguments, connection)
        case .abandon(let id): if let id = ownID(id) { abandon(id, connection) }
        case .processorTimeSpent(let source, let line, _):
            processorTimeSpent(at: ScriptPlace(script: source, line: Int(line)), connection)
        case .stopping(let source, let line):
            heardToStop(at: ScriptPlace(script: source, line: Int(line)), connection)
        case .idle, .finished: distrust(connection)
        }
    }

    /// An id of the script process's as it is known here: unique in the run, whichever process said it.
    private func ownID(_ id: UInt64) -> UInt64? {
        let (sum, isTooLarge) = id.addingReportingOverflow(dialogue?.idBase ?? 0)
        return isTooLarge ? nil : sum
    }

    /// Makes room for the ids of another script process.
    mutating func forgetProcess() {
        dialogue?.idBase = max(lastEffect, lastQuestion)
        (isStarted, isAsking) = (false, false)
    }

    mutating func distrust(_ connection: ScriptConnection) {
        endScript(
            RunFailure(.vmCrashed, "the script process asked for what it cannot"), connection)
    }

    /// All that the script process is told before its script runs.
    static func preparation(_ limits: RunLimits) -> ScriptPreparation {
        ScriptPreparation(
            prelude: Prelude.chunks.map { .init(name: $0.name, source: $0.code) },
            values: WireMap([.init(key: "api", value: APITable.description)]),
            memoryLimit: UInt64(limits.memory))
    }

    private var start: HostMessage {
        var values = WireMap([
            .init(key: "run", value: configuration.facts.value),
            .init(key: "seed", value: .integer(configuration.seed)),
        ])
        if configuration.bench != nil {
            values.entries.append(.init(key: "testing", value: APITable.testNames))
        }
        return .start(
            ScriptStart(
                prelude: chunks.map { .init(name: $0.name, source: $0.code) }, values: values,
                script: .init(
                    name: "@" + configuration.script.name, source: configuration.script.bytes),
                processorTimeError: WireValue(
                    Self.stopFailure(.processorTime(configuration.limits.processorTime)))))
    }

    private var chunks: [(name: String, code: [UInt8])] {
        (dialogue == nil ? [] : Prelude.session)
            + (configuration.bench == nil ? [] : Prelude.testing)
    }

    private mutating func greet(
        _ version: UInt64, _ missing: [String], _ connection: ScriptConnection
    ) {
        guard !isStarted else { return distrust(connection) }
        guard version == WireProtocol.version else {
            let failure = RunFailure(
                .internal, "graphene-vm speaks another protocol (\(version)) than this graphene",
                hint: "install graphene and graphene-vm from the same build")
            return endScript(failure, connection)
        }
        if !missing.isEmpty {
            let failure = Self.confinementFailure(missing)
            guard !configuration.requiresConfinement else { return endScript(failure, connection) }
            observer(.warned(failure.message))
        }
        isStarted = true
        if configuration.requiresConfinement { connection.send(start) }
    }

    private mutating func answer(
        _ id: UInt64, _ name: String, _ arguments: [WireValue], _ connection: ScriptConnection
    ) {
        guard let function = APITable[name], function.place == .answer else {
            let failure = APIFailure(.usage, "graphene.\(name) cannot be asked at once")
            return reply(id, .error(WireValue(failure)), connection)
        }
        isAsking = true
        let (inbox, context) = (inbox, makeContext(for: nil))
        Task(executorPreference: loop) {
            do {
                let values = try await function.perform(arguments, in: context)
                inbox.yield(.questionAnswered(id: id, .values(values)))
            } catch {
                inbox.yield(.questionAnswered(id: id, .error(WireValue(Self.userFacing(error)))))
            }
        }
    }

    mutating func reply(_ id: UInt64, _ answer: Answer, _ connection: ScriptConnection) {
        if case .error(let error) = answer {
            let isOurs = error.map?["code"]?.text == ErrorCode.internal.rawValue
            hasToldInternal = hasToldInternal || isOurs
        }
        // Who asked may be gone.
        let base = dialogue?.idBase ?? 0
        guard id > base else { return }
        let id = id - base
        guard !connection.send(.answer(id: id, answer)) else { return }
        let failure = RunFailure(
            .limitExceeded, "the answer is larger than \(WireProtocol.frameLimit >> 20) MB",
            hint: "ask for less at a time")
        connection.send(.answer(id: id, .error(WireValue(failure))))
    }

    private mutating func told(
        _ kind: String, _ arguments: [WireValue], _ connection: ScriptConnection
    ) {
        printed += arguments.reduce(1) { $0 + $1.weight }
        guard printed <= configuration.limits.output else {
            return stop(.outputLimit(configuration.limits.output), connection)
        }
        switch (kind, arguments.count) {
        case ("print", 1...), ("write_error", 1...):
            guard case .bytes(let bytes) = arguments[0] else { return }
            observer(kind == "print" ? .printed(bytes) : .wroteError(bytes))
        case ("log", 2...):
            let level = arguments[0].text.flatMap(LogLevel.init(rawValue:)) ?? .info
            let fields = arguments.count > 2 ? (try? JSONValue(arguments[2])) ?? .null : .null
            observer(.logged(level, arguments[1].shownText ?? "", fields: fields))
        case ("output", 2):
            let value = (try? JSONValue(arguments[1])) ?? .string("a value that JSON cannot hold")
            let key = arguments[0].shownText ?? ""
            if let position = outputPositions[key] {
                outputs[position].value = value
            } else {
                outputPositions[key] = outputs.count
                outputs.append((key, value))
            }
            observer(.output(key, value))
        case ("table", 1...):
            let columns: [String]
            if arguments.count > 1, case .list(let list) = arguments[1] {
                columns = list.compactMap(\.shownText)
            } else {
                columns = []
            }
            let rows = (try? JSONValue(arguments[0])) ?? .null
            tables.append(TableOutput(rows: rows, columns: columns))
            observer(.table(TableOutput(rows: rows, columns: columns)))
        case ("progress", 3...):
            if case .integer(let done) = arguments[1], case .integer(let total) = arguments[2] {
                observer(
                    .progressed(
                        arguments[0].shownText ?? "", done: Int(clamping: done),
                        of: Int(clamping: total)
                    ))
            }
        case ("page", 1...):
            let name = arguments[0].shownText ?? ""
            let page =
                name.isEmpty
                ? ReferencePage.contents
                : (try? ReferencePage.page(for: name)) ?? configuration.session?.pages[name]
            if let page { observer(.helped(page)) }
        case ("skip", 1...):
            skipped = arguments[0].shownText ?? ""
            observer(.skipped(reason: skipped ?? ""))
        default: break
        }
    }

    // MARK: The end

    func failure(of end: ProcessEnd, _ errors: String) -> RunFailure {
        if var killedFor {
            killedFor.place = killedFor.place ?? spentAt ?? ScriptPlace(told: errors)
            return killedFor
        }
        let detail =
            errors.isEmpty ? "" : ": " + errors.split(separator: "\n").joined(separator: " ")
        let how =
            switch end {
            case .exited(let status): "exited with status \(status)"
            case .signalled(let signal): "was ended by signal \(signal)"
            }
        return RunFailure(
            .vmCrashed, "the script process \(how)\(detail); handlers did not run",
            hint: "run it again; if it happens again, report it with the script")
    }

    private func report(
        failure: RunFailure?, ending: Answer? = nil, memoryPeak: Int = 0
    ) -> RunReport {
        var report = RunReport(run: configuration.facts, elapsed: loop.now - startedAt)
        report.outputs = outputs
        report.tables = tables
        report.skipped = skipped
        report.memoryPeak = memoryPeak
        report.effects = records.all.sorted { $0.note.id < $1.note.id }
        report.failure = failure
        switch ending {
        case .values(let values):
            // A script that only printed never heard that it should stop.
            if case .stopping(let reason) = phase { report.failure = Self.stopFailure(reason) }
            do throws(ArgumentMismatch) {
                report.result = try Self.result(values)
            } catch {
                report.failure = RunFailure(
                    .usage,
                    "the script returned what cannot be shown: `result\(error.path)` must be "
                        + "\(error.expected), not \(error.given)",
                    hint: error.hint ?? "return text, numbers, tables or handles")
            }
        case .error(let value):
            report.failure = firstReason(RunFailure(ending: value, given: codesGiven))
        case nil: break
        }
        if report.failure == nil {
            // A script that came to its end all the same did not hear of it in time.
            if case .stopping(let reason) = phase { report.failure = Self.stopFailure(reason) }
            if ending != nil, let failure = parameterCheck.failure { report.failure = failure }
        }
        if report.failure?.place == nil, case .stopping = phase {
            report.failure?.place = stoppedAt
        }
        report.stoppedAt = stoppedAt
        report.exitStatus = exitStatus(report.failure)
        observer(.ended(report))
        return report
    }

    /// What a run ended with that was being stopped before its processor time was over too.
    private func firstReason(_ failure: RunFailure) -> RunFailure {
        guard failure.code == .timeLimit, let stopReason else { return failure }
        var first = Self.stopFailure(stopReason)
        guard first.code != .timeLimit else { return failure }
        first.place = failure.place
        return first
    }

    private func exitStatus(_ failure: RunFailure?) -> Int32 {
        guard let failure else { return 0 }
        if case .stopping(let reason) = phase {
            switch reason {
            case .interrupted: return 130
            case .terminated: return 143
            case .timedOut: return ErrorCode.timeout.exitStatus
            case .processorTime: return ErrorCode.timeLimit.exitStatus
            case .outputLimit: return ErrorCode.limitExceeded.exitStatus
            }
        }
        return failure.code.exitStatus
    }
}
