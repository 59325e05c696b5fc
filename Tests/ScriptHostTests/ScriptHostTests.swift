import Testing
@Suite struct ScriptHostTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
