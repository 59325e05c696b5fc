import ScriptWire
import Testing

/// Closing and wrapping coroutines, where liblua's own way would leave memory or handlers behind.
@Suite(.timeLimit(.minutes(10)))
struct CoroutineTests {
    /// A coroutine that waits with `log('closed')` as its closing handler; `log` keeps words.
    private static let opening = """
        local words = {}
        local function log(word) words[#words + 1] = word end
        local function closer(f) return setmetatable({}, { __close = f }) end
        local function suspended(f)
          local co = coroutine.create(function()
            local x <close> = closer(f or function() log('closed') end)
            coroutine.yield()
          end)
          coroutine.resume(co)
          return co
        end

        """

    private func words(_ script: String) throws -> [WireValue]? {
        let values = try TestHost().values(Self.opening + script + "\nreturn words")
        guard case .list(let words)? = values.first else { return nil }
        return words
    }

    @Test func `closing a suspended coroutine runs its handlers, once`() throws {
        let words = try words(
            """
            local co = suspended()
            log(tostring(coroutine.close(co)))
            log(tostring(coroutine.close(co)))
            log(coroutine.status(co))
            """)

        #expect(words == ["closed", "true", "true", "dead"])
    }

    @Test func `a coroutine can be closed in a closing handler`() throws {
        let words = try words(
            """
            local inner = suspended()
            local outer = suspended(function() log(tostring(coroutine.close(inner))) end)
            coroutine.close(outer)
            do local x <close> = closer(function() coroutine.close(suspended()) end) end
            """)

        #expect(words == ["closed", "true", "closed"])
    }

    @Test func `a coroutine can be closed from another coroutine, also a collected one`() throws {
        let words = try words(
            """
            for i = 1, 200 do
              local co = suspended()
              coroutine.wrap(function() coroutine.close(co) end)()
              co = nil
              collectgarbage()
            end
            log(tostring(#words))
            words = { words[#words] }
            """)

        #expect(words == ["200"])
    }

    @Test func `a coroutine outlives the task that ran it, and is closed by another`() throws {
        let words = try words(
            """
            local co
            local function ask()
              local ok, err = pcall(vm.perform, 'x')
              log(err.code)
            end
            for i = 1, 3 do
              vm.join(vm.spawn(function() co = suspended(ask) end))
              collectgarbage()
              collectgarbage()
              coroutine.close(co)
            end
            """)

        #expect(words == ["usage", "usage", "usage"])
    }

    @Test func `a coroutine cannot close itself, nor one that runs or waits for an effect`() throws
    {
        let words = try words(
            """
            local co
            co = coroutine.create(function() return pcall(coroutine.close, co) end)
            log(select(3, coroutine.resume(co)))
            local waiting = coroutine.create(function() vm.perform('slow') end)
            local id = vm.spawn(function() coroutine.resume(waiting) end)
            vm.join(vm.spawn(function() log(select(2, pcall(coroutine.close, waiting))) end))
            vm.join(id)
            """)

        #expect(words == ["cannot close a running coroutine", "cannot close a running coroutine"])
    }

    @Test func `an error in a closing handler is what closing returns`() throws {
        let words = try words(
            """
            local ok, err = coroutine.close(suspended(function() error({ code = 'x' }) end))
            log(tostring(ok))
            log(err.code)
            """)

        #expect(words == ["false", "x"])
    }

    @Test func `a wrapped coroutine of a cancelled task closes what it holds`() throws {
        let host = TestHost()

        let result = try host.values(
            Self.opening + """
                local id = vm.spawn(function()
                  local step = coroutine.wrap(function()
                    local x <close> = closer(function() log('closed') end)
                    vm.perform('never')
                  end)
                  pcall(step)
                  log('went on')
                end)
                vm.perform('now')
                vm.cancel(id, { code = 'cancelled' })
                vm.join(id)
                return words
                """
        ) { $0.name == "never" ? nil : .answer(id: $0.id, .values([])) }

        #expect(result == [.list(["closed"])])
    }

    @Test func `a wrapped coroutine that fails closes what it holds`() throws {
        let words = try words(
            """
            local step = coroutine.wrap(function()
              local x <close> = closer(function() log('closed') end)
              error('broken', 0)
            end)
            log(select(2, pcall(step)))
            """)

        #expect(words == ["closed", "broken"])
    }

    @Test func `a clean-up handler cannot be left by a yield`() throws {
        let words = try words(
            """
            local co = coroutine.create(function()
              local _, ok, message = vm.shield(pcall, coroutine.yield)
              log(message)
            end)
            coroutine.resume(co)
            log(coroutine.status(co))
            """)

        #expect(words == ["attempt to yield from a clean-up handler", "dead"])
    }

    @Test func `a coroutine within a clean-up handler may yield`() throws {
        let words = try words(
            """
            vm.shield(function()
              for word in coroutine.wrap(function() coroutine.yield('a') coroutine.yield('b') end) do
                log(word)
              end
            end)
            """)

        #expect(words == ["a", "b"])
    }

    @Test func `tasks are spawned until memory ends, and then there is an error`() throws {
        let host = TestHost()

        let answer = try host.run(
            """
            local count = 0
            local ok, err = pcall(function()
              while true do
                vm.spawn(function() vm.perform('x') end)
                count = count + 1
              end
            end)
            return ok, err.code, count > 100
            """, memoryLimit: 2 << 20)

        #expect(answer == .values([false, "memory_limit", true]))
        #expect(host.memoryPeak <= 2 << 20)
    }

    @Test func `spawning with more arguments than there is memory for is an error`() throws {
        for limit in stride(from: 100_000, to: 400_000, by: 10_000) {
            let answer = try TestHost().run(
                """
                local t = {}
                for i = 1, 200 do t[i] = i end
                local ok, err = pcall(function()
                  while true do vm.spawn(function() vm.perform('x') end, table.unpack(t)) end
                end)
                t = nil
                return ok, err.code
                """, memoryLimit: limit)

            #expect(answer == .values([false, "memory_limit"]), "\(limit)")
        }
    }

    @Test func `several effects of 3 MB in one turn all arrive`() throws {
        let host = TestHost()

        let result = try host.values(
            """
            local ids, sum = {}, 0
            for i = 1, 4 do
              ids[i] = vm.spawn(function() return vm.perform('x', (tostring(i)):rep(3 << 20)) end)
            end
            for i = 1, 4 do sum = sum + select(2, vm.join(ids[i])) end
            return sum
            """
        ) { .answer(id: $0.id, .values([.integer(Int64($0.arguments[0].weight - 1))])) }

        #expect(result == [.integer(4 * 3 << 20)])
        #expect(host.effects.count == 4)
    }
}
