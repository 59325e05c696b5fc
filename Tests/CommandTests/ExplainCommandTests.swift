import Testing

/// `graphene explain`, and what `graphene doc` has besides functions.
@Suite(.timeLimit(.minutes(10)))
struct ExplainCommandTests {
    @Test(arguments: ["locked", "error[locked]", "error[locked]:", "LOCKED"])
    func `a code is explained as a person copies it`(code: String) async throws {
        let result = try await graphene(["explain", code])

        #expect(result.status == 0)
        #expect(result.output.hasPrefix("error[locked]\n"))
        #expect(result.output.contains("What to do\n"))
        #expect(result.output.contains("graphene.clone"))
    }

    @Test func `an exit status is explained by its codes`() async throws {
        let result = try await graphene(["explain", "5"])

        #expect(
            result.output.contains("error[not_found]") && result.output.contains("error[ambiguous]")
        )
        #expect(try await graphene(["explain", "143"]).output.hasPrefix("error[cancelled]"))
    }

    @Test func `all codes are listed with their exit status`() async throws {
        let result = try await graphene(["explain"])

        #expect(result.status == 0)
        #expect(result.output.contains("error[partial], exit status 9\n"))
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count < 80 })
    }

    @Test(arguments: ["auth", "unavailable", "outcome_unknown"])
    func `a code that any request may meet names no few functions`(code: String) async throws {
        let result = try await graphene(["explain", code])

        #expect(result.output.contains("Raised by\n  whatever "), "\(result.output)")
    }

    @Test(arguments: [
        (["explain", "lockd"], "there is no error code \"lockd\"; did you mean `locked`?"),
        (["explain", "0"], "the exit status 0 is no error"),
        (["explain", "3"], "graphene ends with no exit status 3"),
        (["explain", ""], "there is no error code \"\""),
        (["doc", "duration s"], "there is no function and no topic"),
        (["doc", "clone", "--markdown"], "exclude each other"),
        (["doc", "--man", "graphene-lu"], "--man"),
        (["completion", "tcsh"], "'bash', 'zsh' or 'fish'"),
        (["completion"], "shell"),
    ])
    func `what is not there is exit 2`(arguments: [String], words: String) async throws {
        let result = try await graphene(arguments)

        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func `graphene itself is all that there is`() async throws {
        let all = try await graphene(["doc"])
        let named = try await graphene(["doc", "graphene"])

        #expect(named.status == 0)
        #expect(named.output == all.output)
    }

    @Test func `a topic is a page of its own`() async throws {
        let result = try await graphene(["doc", "durations"])

        #expect(result.status == 0)
        #expect(result.output.hasPrefix("How long: durations\n"))
    }
}
