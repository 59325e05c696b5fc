import Diagnostics
import Testing

struct ErrorCodeTests {
    /// The table of exit codes in the design.
    private static let table: [(Int32, String)] = [
        (1, "script operation_failed memory_limit"), (2, "usage config integrity unsupported"),
        (4, "auth forbidden"), (5, "not_found ambiguous"),
        (6, "protected denied limit_exceeded confirmation_required"), (7, "unhealthy"),
        (8, "rollback_failed"), (9, "partial"), (11, "outcome_unknown"),
        (70, "vm_crashed internal"), (75, "conflict locked quota rate_limited unavailable"),
        (124, "timeout time_limit"), (130, "cancelled"),
    ]

    @Test(arguments: table)
    func `a code has the exit status of the design`(status: Int32, codes: String) {
        let named = ErrorCode.allCases.filter { $0.exitStatus == status }.map(\.rawValue)

        #expect(named.sorted() == codes.split(separator: " ").map(String.init).sorted())
    }

    @Test func `no exit status is outside the table`() {
        let statuses = Set(ErrorCode.allCases.map(\.exitStatus))

        #expect(statuses == Set(Self.table.map(\.0)))
    }

    @Test func `only what may pass is worth another try`() {
        let retryable = ErrorCode.allCases.filter(\.isRetryable)

        #expect(retryable == [.conflict, .locked, .quota, .rateLimited, .unavailable])
    }
}

struct SuggestionTests {
    @Test(arguments: [
        ("timout", "timeout"), ("tiemout", "timeout"), ("TIMEOUT", "timeout"), ("nmae", "name"),
    ])
    func `a slip finds what was meant`(name: String, meant: String) {
        #expect(Suggestion.nearest(to: name, among: ["name", "timeout", "plan"]) == meant)
    }

    @Test(arguments: ["", "zebra", "p", "timeoutable"])
    func `what is no slip finds nothing`(name: String) {
        #expect(Suggestion.nearest(to: name, among: ["name", "timeout", "plan"]) == nil)
        #expect(Suggestion.phrase(for: name, among: ["name", "timeout", "plan"]) == "")
    }

    @Test func `the first of equally near ones wins`() {
        #expect(Suggestion.phrase(for: "cat", among: ["bat", "rat"]) == "; did you mean `bat`?")
    }
}

extension SuggestionTests {
    @Test func `what is far too long for a name is compared with nothing`() {
        let long = String(repeating: "x", count: 101)

        #expect(Suggestion.nearest(to: long, among: [long]) == nil)
    }
}

struct ErrorTextTests {
    private struct Failure: UserFacingError {
        var code = ErrorCode.locked
        var message = "cannot clone production/orders"
        var hint: String?
        var cause: (any Error)?
    }
    private struct Nameless: Error, CustomStringConvertible { let description = "spare\u{1b}[31m" }

    @Test func `an error is shown with its hint, its place and the library's`() {
        let text = ErrorText.describe(
            Failure(hint: "wait for it"),
            at: [
                .init(script: "nightly.lua", line: 14, text: "copies.make(db)"),
                .init(script: "lib/copies.lua", line: 3, text: "graphene.clone(db)"),
            ])

        #expect(
            text == """
                error[locked]: cannot clone production/orders
                  hint: wait for it
                  at: nightly.lua:14
                    14 | copies.make(db)
                  in: lib/copies.lua:3
                    3 | graphene.clone(db)
                """)
    }

    @Test func `the errors underneath are shown on request only`() {
        let error = Failure(cause: Failure(code: .unavailable, message: "503", cause: Nameless()))

        #expect(!ErrorText.describe(error).contains("503"))
        #expect(
            ErrorText.describe(error, isVerbose: true).hasSuffix(
                "  cause: unavailable: 503\n  cause: spare\\u{1b}[31m"))
    }

    @Test func `an error of nobody's is internal`() {
        #expect(ErrorText.describe(Nameless()) == "error[internal]: spare\\u{1b}[31m")
        #expect(ErrorText.exitStatus(of: Nameless()) == 70)
        #expect(ErrorText.exitStatus(of: Failure()) == 75)
    }
}
