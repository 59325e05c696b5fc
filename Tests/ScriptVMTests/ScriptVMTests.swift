import Testing
@Suite struct ScriptVMTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
