import ScriptWire
import Testing

/// `lua_Alloc` fails at each successive allocation of a start-up and of a run: every block is a multiple
/// of 8 bytes, so limits 8 bytes apart let one more allocation succeed at a time.
struct AllocationSweepTests {
    private static let script = """
        local t = { name = 'x', [1.5] = true }
        local co = coroutine.wrap(function(...) coroutine.yield(vm.perform('x', t.name, ...)) end)
        local ok, err = pcall(error, { code = t.name })
        local closed <close> = setmetatable({}, { __close = function() t = nil end })
        local id = vm.spawn(function(...) return select('#', ...) end, 1, 2, 3)
        return co(ok, #(t.name):rep(100)), select(2, vm.join(id)), tostring(t)
        """

    @Test func `memory that ends at any allocation is an error, and never a crash`() throws {
        var ended = 0
        var limit = 16_000
        while ended < 3 {
            switch try TestHost().run(Self.script, memoryLimit: limit) {
            case .values(let values):
                #expect(values.count == 3)
                ended += 1
            case .error(let error):
                #expect(error.map?["code"] == "memory_limit" || error.text != nil, "\(limit)")
            }
            limit += 8
        }
        #expect(limit < 400_000)
    }
}
