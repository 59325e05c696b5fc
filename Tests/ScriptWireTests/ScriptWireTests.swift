import Testing
@Suite struct ScriptWireTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
