import Foundation
import ScriptVM
import ScriptWire
import Synchronization

/// A host in the test: a script process runs on a thread of its own, over a real socket, with the
/// smallest prelude that can run a script.
final class TestHost {
    var effects: [EffectRequest] = []
    var tells: [[WireValue]] = []
    var abandoned: [UInt64] = []
    var memoryPeak: UInt64 = 0
    private let socket: Int32
    private var reader = FrameReader()
    private let thread = ThreadName()
    /// Why it could not go on, once the socket has ended.
    var reason: String? { ending.value.withLock { $0 } }
    private let ending = Ending()
    private let over = DispatchSemaphore(value: 0)
    private let isPinned: Bool
    /// What it says of its processor time: the line, and the traceback.
    var spent: (line: UInt32, traceback: String)?
    /// The line at which it heard that it should stop.
    var stoppedAt: UInt32?

    static let prelude = """
        local vm = ...
        vm.task_body(function(f, ...) return f(...) end)
        vm.main(function(source, name)
          local env = setmetatable({ vm = vm, pcall = vm.pcall, xpcall = vm.xpcall,
            coroutine = setmetatable(vm.coroutine, { __index = coroutine }) }, { __index = _G })
          local chunk, message = vm.load(source, name, env)
          if not chunk then error(message, 0) end
          return chunk()
        end)
        """

    /// Only one that is pinned can be open at a time; it is the one that `signal` stops.
    init(isPinned: Bool = false) {
        var ends: [Int32] = [-1, -1]
        precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        socket = ends[0]
        self.isPinned = isPinned
        let theirs = ends[1]
        Thread.detachNewThread { [thread, ending, over] in
            // Threads made by Dispatch's block every signal.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGXCPU)
            sigaddset(&signals, SIGURG)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            thread.value.withLock { $0 = pthread_self() }
            Self.serve(theirs, isPinned: isPinned, ending)
            close(theirs)
            over.signal()
        }
    }

    /// Lives as long as the script process, whose state is closed when this returns.
    private static func serve(_ descriptor: Int32, isPinned: Bool, _ ending: Ending) {
        let process = ScriptProcess(
            channel: HostChannel(descriptor: descriptor, isPinned: isPinned))
        do { try process.run() } catch ChannelFailure.cannotGoOn(let reason) {
            ending.value.withLock { $0 = reason }
        } catch {
            // The test has closed its end, or sees that nothing more comes.
        }
    }

    deinit {
        close(socket)
        // The next pinned one takes the same addresses.
        if isPinned { over.wait() }
    }

    /// Tells the process's thread that its processor time is over, as the kernel does.
    func signal() { signal(SIGXCPU, ScriptProcess.interrupt) }

    /// Interrupts what the process's thread computes, as the host does.
    func callAttention() { signal(SIGURG, ScriptProcess.callAttention) }

    private func signal(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
        if let thread = thread.value.withLock({ $0 }) { pthread_kill(thread, number) }
    }

    /// Runs a script to its end; `answer` answers an effect at once, or leaves it waiting with nil.
    func run(
        _ script: String, memoryLimit: Int = 16 << 20, prelude: String = TestHost.prelude,
        answer: (EffectRequest) -> HostMessage? = { .answer(id: $0.id, .values($0.arguments)) },
        told: ([WireValue]) -> Void = { _ in }
    ) throws -> Answer {
        send(
            .prepare(
                ScriptPreparation(
                    prelude: [.init(name: "test", source: Array(prelude.utf8))], values: WireMap(),
                    memoryLimit: UInt64(memoryLimit))),
            .start(
                ScriptStart(
                    values: WireMap(),
                    script: .init(name: "@test.lua", source: Array(script.utf8)),
                    processorTimeError: .map(
                        WireMap([.init(key: "code", value: "time_limit")])))))
        while true {
            for message in try receive() {
                switch message {
                case .effect(let effect):
                    effects.append(effect)
                    if let reply = answer(effect) { send(reply) }
                case .question(let id, _, let arguments): send(.answer(id: id, .values(arguments)))
                case .tell(let kind, let arguments):
                    tells.append([.text(kind)] + arguments)
                    told(arguments)
                case .abandon(let id): abandoned.append(id)
                case .finished(let answer, let peak):
                    memoryPeak = peak
                    return answer
                case .processorTimeSpent(_, let line, let traceback): spent = (line, traceback)
                case .stopping(_, let line): stoppedAt = line
                case .hello, .idle: continue
                }
            }
        }
    }

    /// The values that a script returns.
    func values(
        _ script: String,
        answer: (EffectRequest) -> HostMessage? = { .answer(id: $0.id, .values($0.arguments)) }
    ) throws -> [WireValue] {
        switch try run(script, answer: answer) {
        case .values(let values): return values
        case .error(let error): throw ScriptFailed(error: error)
        }
    }

    /// Sends messages in one frame.
    func send(_ messages: HostMessage...) {
        let encoded = messages.map { message in
            var encoder = WireEncoder()
            encoder.message(message)
            return encoder.bytes
        }
        send(Framing.frame(encoded))
    }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func receive() throws -> [ScriptMessage] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let payload = try reader.next() {
                return try Framing.messages(of: payload).map { message in
                    var decoder = WireDecoder(message)
                    return try decoder.scriptMessage()
                }
            }
            let count = read(socket, &bytes, bytes.count)
            guard count > 0 else { throw ProcessGone() }
            bytes[..<count].withUnsafeBytes { reader.append($0) }
        }
    }
}

struct ScriptFailed: Error {
    var error: WireValue
    var code: String? { error.map?["code"]?.text }
    var message: String? { error.map?["message"]?.text ?? error.text }
}

struct ProcessGone: Error {}

private final class ThreadName: Sendable {
    let value = Mutex<pthread_t?>(nil)
}

private final class Ending: Sendable {
    let value = Mutex<String?>(nil)
}
