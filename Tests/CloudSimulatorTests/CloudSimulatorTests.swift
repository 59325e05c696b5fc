import Testing
@Suite struct CloudSimulatorTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
