import Testing
@Suite struct CloudClientTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
