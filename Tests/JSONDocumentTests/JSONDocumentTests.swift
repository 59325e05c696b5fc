import Testing
@Suite struct JSONDocumentTestsPlaceholder { @Test func placeholder() { #expect(Bool(true)) } }
