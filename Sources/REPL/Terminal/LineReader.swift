import CLinux
import Glibc
package import ScriptHost
import Synchronization

/// Reads lines from the terminal, one at a time, on a thread of its own.
///
/// While a line is being typed, `show` puts text above it. Between lines the terminal shows nothing of
/// what is typed, and keeps it for the next line.
package final class LineReader: Sendable {
    /// What stands before the line.
    package struct Prompt: Hashable, Sendable {
        package var text: String
        package var isRed: Bool

        package init(_ text: String, isRed: Bool = false) {
            self.text = text
            self.isRed = isRed
        }
    }

    package struct Request: Sendable {
        package var prompt: Prompt
        /// What stands on the line at first.
        package var initial = ""
        /// What was typed before this line and belongs to it.
        package var context = ""
        /// Whether it is an answer to a question: nothing to complete, nothing to keep.
        package var isAnswer = false

        package init(_ prompt: Prompt) { self.prompt = prompt }
    }

    package enum Result: Hashable, Sendable {
        case line(String)
        /// Lines that were pasted, joined, and the beginning of one more.
        case pasted(String, rest: String)
        /// More was pasted than an entry may be.
        case tooLarge
        /// Ctrl-C.
        case interrupted
        /// Ctrl-D, or the end of the terminal.
        case end
    }

    struct State {
        var request: (Request, CheckedContinuation<Result, Never>)?
        var isClosed = false
        /// Whether a line is being typed.
        var isReading = false
        var isInterrupted = false
        /// Bytes to show above the line.
        var output: [UInt8] = []
        var history: [String] = []
        var names: NamesAnswer?
        var hasEnded = false
        var enders: [CheckedContinuation<Void, Never>] = []
    }

    /// What a look-up came to, for which the line waits.
    enum NamesAnswer {
        case waiting
        case found(NamesFound)
    }

    let state = Mutex(State())
    let wake: Int32
    let style: TerminalStyle
    private let completer: @Sendable (CompletionRequest) -> Completion

    /// - Parameters:
    ///   - style: What the terminal can do.
    ///   - history: What was typed before, oldest first.
    ///   - complete: Completes what stands before the cursor; called on the reader's thread.
    package init(
        _ style: TerminalStyle, history: [String],
        complete: @escaping @Sendable (CompletionRequest) -> Completion
    ) {
        self.style = style
        completer = complete
        wake = glinux_event_counter()
        state.withLock { $0.history = history }
        start()
    }

    /// Reads a line; one at a time.
    package func read(_ request: Request) async -> Result {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.hasEnded, !state.isClosed { state.request = (request, continuation) }
                return state.hasEnded || state.isClosed
            }
            if isClosed { return continuation.resume(returning: .end) }
            wakeUp()
        }
    }

    /// Shows text above the line that is being typed; false when none is.
    package func show(_ bytes: [UInt8]) -> Bool {
        guard style.canEdit else { return false }
        let isReading = state.withLock { state in
            if state.isReading { state.output += bytes }
            return state.isReading
        }
        if isReading { wakeUp() }
        return isReading
    }

    /// Gives up the line that is being typed; false when none is.
    package func interrupt() -> Bool {
        let isReading = state.withLock { state in
            if state.isReading { state.isInterrupted = true }
            return state.isReading
        }
        if isReading { wakeUp() }
        return isReading
    }

    /// Offers a line for being typed again.
    package func remember(_ line: String) { state.withLock { $0.history.append(line) } }

    /// Answers a look-up that a completion waits for.
    package func found(_ names: NamesFound) {
        state.withLock { state in
            if case .waiting? = state.names { state.names = .found(names) }
        }
        wakeUp()
    }

    /// Waits, on the reader's thread, for the answer to a look-up that `ask` asks for; nothing is found
    /// where it does not come soon.
    package func lookUp(_ ask: () -> Void) -> NamesFound {
        state.withLock { $0.names = .waiting }
        ask()
        let clock = ContinuousClock()
        let start = clock.now
        while clock.now - start < Self.patience {
            waitToBeWoken(atMost: 5)
            let answer = state.withLock { $0.names }
            if case .found(let names)? = answer { return names }
        }
        state.withLock { $0.names = nil }
        return NamesFound(kind: "nil", names: [])
    }

    /// For how long a person does not notice to have waited.
    private static let patience = Duration.milliseconds(50)

    /// Reads no more, and returns once the terminal is as it was.
    package func close() async {
        wakeUp { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.enders.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Reads no more; for when the terminal is gone.
    package func hangUp() { wakeUp { $0.isClosed = true } }

    private func wakeUp(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
        wakeUp()
    }

    func complete(_ request: CompletionRequest) -> Completion { completer(request) }

    private func wakeUp() {
        var one: UInt64 = 1
        _ = Glibc.write(wake, &one, 8)
    }

    // MARK: The thread

    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<LineReader>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, context)
        precondition(status == 0, "no thread left for the terminal")
        pthread_detach(thread)
    }

    private func serve() {
        let editor = LineEditor(self)
        while let (request, continuation) = nextRequest() {
            continuation.resume(returning: editor.read(request))
        }
        editor.end()
        let (request, enders) = state.withLock { state in
            state.hasEnded = true
            defer { (state.request, state.enders) = (nil, []) }
            return (state.request, state.enders)
        }
        request?.1.resume(returning: .end)
        for ender in enders { ender.resume() }
    }

    private func nextRequest() -> (Request, CheckedContinuation<Result, Never>)? {
        while true {
            let (request, isClosed) = state.withLock { state in
                defer { if !state.isClosed { state.request = nil } }
                return (state.request, state.isClosed)
            }
            if isClosed { return nil }
            if let request { return request }
            waitToBeWoken(atMost: -1)
        }
    }

    /// Waits for so many milliseconds; a negative number is as long as it takes.
    private func waitToBeWoken(atMost milliseconds: Int32) {
        var descriptor = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, milliseconds)
        if descriptor.revents != 0 { drain() }
    }

    func drain() {
        var count: UInt64 = 0
        _ = Glibc.read(wake, &count, 8)
    }
}

/// What a terminal can do.
package struct TerminalStyle: Sendable {
    /// Whether a line can be edited: the cursor moves, and the terminal is known.
    package var canEdit: Bool
    package var hasColours: Bool

    package init(environment: [String: String]) {
        let term = environment["TERM"] ?? ""
        canEdit = !term.isEmpty && term != "dumb"
        hasColours = canEdit && (environment["NO_COLOR"] ?? "").isEmpty
    }
}
