import Testing
@Suite struct CommandTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
