import Testing
@Suite struct RunLoopTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
