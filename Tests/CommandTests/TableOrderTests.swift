import Testing

struct TableOrderTests {
    @Test func `pairs has one order in twenty process starts`() async throws {
        let script = """
            local t, s = {}, {}
            for i = 1, 50 do t["k" .. i] = i t[{}] = -i t[function() end] = i + 100 end
            for _, v in pairs(t) do s[#s + 1] = v end
            print(table.concat(s, " "))
            """
        var orders: Set<String> = []
        for _ in 0..<20 {
            let process = try GrapheneProcess(
                ["run", "--simulator", "-"], input: .text(script))
            orders.insert(await process.result().output)
        }

        #expect(orders.count == 1)
        #expect(orders.first?.isEmpty == false)
    }
}
