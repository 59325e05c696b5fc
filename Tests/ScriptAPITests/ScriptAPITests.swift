import Testing
@Suite struct ScriptAPITestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
