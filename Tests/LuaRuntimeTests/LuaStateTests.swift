import LuaRuntime
import Testing

struct LuaStateTests {
    @Test func `a host function gets its arguments and returns values`() throws {
        let host = Host { call in
            #expect(Array(call.arguments) == [2, 3, 4, 5, 1, 97])
            call.append([1, 2])
            return .returned
        }
        let state = try host.open()
        try state.setFunction("f", number: 0, maySuspend: false)

        try state.runPrelude(Array("local vm = ... assert(vm.f(2, 'a') == true)".utf8))

        #expect(host.calls == 1)
    }

    @Test func `what a host function raises can be caught`() throws {
        let host = Host { call in
            call.append([5, 4] + Array("nope".utf8))
            return .raised
        }
        let state = try host.open()
        try state.setFunction("f", number: 0, maySuspend: false)

        try state.runPrelude(
            Array("local vm = ... local ok, e = pcall(vm.f) assert(not ok and e == 'nope')".utf8))
    }

    @Test func `no object of Swift's is lost however often Lua raises`() throws {
        let counter = Counter()
        let host = Host { call in
            let object = Counted(counter)
            call.append([5, 1, 120])
            return withExtendedLifetime(object) { .raised }
        }
        let state = try host.open()
        try state.setFunction("f", number: 0, maySuspend: false)

        try state.runPrelude(Array("local vm = ... for i = 1, 10000 do pcall(vm.f) end".utf8))

        #expect(counter.alive == 0)
        #expect(host.calls == 10_000)
    }

    @Test func `values are set before the prelude runs`() throws {
        let host = Host { _ in .returned }
        let state = try host.open()
        try state.setValue("seed", encoded: [3, 84])

        try state.runPrelude(Array("local vm = ... assert(vm.seed == 42)".utf8))
    }

    @Test func `a prelude that does not compile says why`() throws {
        let host = Host { _ in .returned }
        let state = try host.open()

        #expect(throws: LuaFailure.prelude("graphene:1: unexpected symbol near ')'")) {
            try state.runPrelude(Array(")".utf8))
        }
    }

    @Test func `no memory is an error`() {
        let host = Host { _ in .returned }

        #expect(throws: LuaFailure.noMemory) { _ = try host.open(memoryLimit: 1_000) }
    }

    @Test func `the peak of memory is what was used, not what was asked for`() throws {
        let host = Host { _ in .returned }
        let state = try host.open(memoryLimit: 1 << 20)

        #expect(throws: LuaFailure.self) {
            try state.runPrelude(Array("local s = ('x'):rep(2 << 20)".utf8))
        }

        #expect(state.memoryPeak < 1 << 20)
    }

    @Test func `a task runs, waits, and takes up the answer`() throws {
        let host = Host { _ in .suspended }
        let state = try host.open()
        try state.setFunction("f", number: 0, maySuspend: true)
        try state.runPrelude(Array("local vm = ... vm.main(function() return vm.f() + 1 end)".utf8))
        let task = try state.startMain(source: [], chunkName: "@x")

        let first = state.resume(task, .plain)
        let second = state.resume(task, .answer([0, 1, 3, 82]))
        let results = state.takeResults(of: task, failed: false, limit: 1_000)

        #expect(first == .waits)
        #expect(second == .ended)
        #expect(results.encoded == [1, 3, 84])
        #expect(!results.isError)
    }

    @Test func `many states can be open at once`() throws {
        let hosts = (0..<20).map { _ in Host { _ in .returned } }

        let states = try hosts.map { try $0.open(memoryLimit: 1 << 20) }

        for state in states { try state.runPrelude(Array("assert(1 + 1 == 2)".utf8)) }
    }
}

private final class Host: LuaHost {
    private(set) var calls = 0
    private let body: (LuaCall) -> LuaOutcome

    init(_ body: @escaping (LuaCall) -> LuaOutcome) { self.body = body }

    func open(memoryLimit: Int = 8 << 20) throws(LuaFailure) -> LuaState {
        try LuaState(memoryLimit: memoryLimit, messageLimit: 1 << 20, isPinned: false, host: self)
    }

    func call(_ function: Int, _ call: LuaCall) -> LuaOutcome {
        calls += 1
        return body(call)
    }

    func spawned(_ task: LuaTask) {}
    func join(_ id: Int, waiter: LuaTask) -> LuaJoin { .unknown }
    func task(_ id: Int) -> LuaTask? { nil }
    func marked(_ task: LuaTask) {}
    func stopped(source: String, line: Int, traceback: String) {}
    func listen(source: String, line: Int) {}
}

private final class Counter { var alive = 0 }

private final class Counted {
    private let counter: Counter
    init(_ counter: Counter) {
        self.counter = counter
        counter.alive += 1
    }
    deinit { counter.alive -= 1 }
}
