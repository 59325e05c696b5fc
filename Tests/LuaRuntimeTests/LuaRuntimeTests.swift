import Testing
@Suite struct LuaRuntimeTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
