import Testing
@Suite struct TimekeepingTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
