import AccountConfiguration
import CloudClient
import Diagnostics
import ScriptAPI
import ScriptWire
import TOMLDocument
import Testing

@testable import ScriptHost

/// How much a run may change, and where.
struct LimitTests {
    private func limits(_ counts: KeyValuePairs<String, Int>, targets: [[String]] = []) -> Judge<
        Limits
    > {
        var limits = ChangeLimits()
        limits.counts = counts.enumerated().map { index, count in
            .init(count.key, most: count.value, .file("graphene.toml", line: index + 1))
        }
        limits.targets = targets.map { Sourced($0, .file("graphene.toml", line: 9)) }
        return Judge(Limits(limits))
    }

    @Test func `a kind is refused once it is used up, and others are not`() throws {
        let limits = limits(["delete": 1])
        let first = limits.judge(.sample(.delete, .sample("a/b"), number: 1))

        let second = try #require(limits.judge(.sample(.delete, .sample("a/c"), number: 2)))

        #expect(first == nil)
        #expect(second.code == .limitExceeded)
        #expect(
            second.reason == "`delete = 1` (graphene.toml:1) allows no more: 1 was sent already")
        #expect(limits.judge(.sample(.pause, .sample("a/c"), number: 3)) == nil)
    }

    @Test func `every change counts towards the total`() {
        let limits = limits(["total": 2])

        let verdicts = [Verb.create, .api, .pause].enumerated().map { index, verb in
            limits.judge(.sample(verb, .sample("a/b"), number: UInt64(index)))
        }

        #expect(verdicts.map { $0?.code } == [nil, nil, .limitExceeded])
    }

    @Test(arguments: [
        (["staging/*"], true), (["stag*/**"], true), (["*/*"], true), (["staging/orders*"], false),
        (["staging/"], false), (["*/orders", "dr/*"], false),
    ])
    func `an environment that a raw request mentions is matched as a whole, or not at all`(
        _ targets: [String], _ isAllowed: Bool
    ) {
        var change = JudgedChange.sample(.api)
        change.environments = ["staging"]

        let refusal = limits([:], targets: [targets]).judge(change)

        #expect((refusal == nil) == isAllowed)
    }

    @Test func `none is allowed by a limit of zero`() {
        let limits = limits(["delete": 0])

        let refusal = limits.judge(.sample(.delete, .sample("a/b")))

        #expect(refusal?.reason == "`delete = 0` (graphene.toml:1) allows none")
    }

    @Test func `a change is counted once, when it is sent`() {
        let limits = limits(["pause": 1])
        let considered = JudgedChange.sample(.pause, .sample("a/b"), moment: .considered)
        let sent = JudgedChange.sample(.pause, .sample("a/b"))

        let verdicts = [considered, sent, sent, considered].map { limits.judge($0) }

        #expect(verdicts.allSatisfy { $0 == nil })
        #expect(limits.judge(.sample(.pause, .sample("a/b"), number: 2)) != nil)
    }

    @Test func `a refused change is not counted`() {
        let limits = limits(["delete": 0, "total": 1])
        _ = limits.judge(.sample(.delete, .sample("a/b"), number: 1))

        #expect(limits.judge(.sample(.pause, .sample("a/b"), number: 2)) == nil)
    }

    @Test func `a script lowers limits, and raises none`() throws {
        let limits = limits(["delete": 2])
        let place = Origin.script("nightly.lua", line: 4)
        limits.stage.narrow(try ScriptLimits(.fields([("delete", 9), ("pause", 0)])), at: place)
        for number in UInt64(1)...2 {
            #expect(limits.judge(.sample(.delete, .sample("a/b"), number: number)) == nil)
        }

        let delete = limits.judge(.sample(.delete, .sample("a/b"), number: 3))
        let pause = limits.judge(.sample(.pause, .sample("a/b"), number: 4))

        #expect(delete?.reason.hasPrefix("`delete = 2` (graphene.toml:1)") == true)
        #expect(pause?.reason == "`pause = 0` (nightly.lua:4) allows none")
    }

    @Test(arguments: [
        ("staging/orders", true), ("staging/x", true), ("production/orders", false),
        ("staging2/x", false), ("Staging/x", false),
    ])
    func `targets are the only ones that may be changed`(reference: String, passes: Bool) {
        let limits = limits([:], targets: [["staging/*", "dr/*"]])

        let refusal = limits.judge(.sample(.pause, .sample(reference)))

        #expect((refusal == nil) == passes)
        if let refusal {
            #expect(
                refusal.reason
                    == "\(reference) is none of the `targets = { \"staging/*\", \"dr/*\" }` "
                    + "(graphene.toml:9)")
        }
    }

    @Test func `a star leads from no environment into another`() {
        let limits = limits([:], targets: [["staging/*"]])
        let nested = ChangeSubject(
            id: "1", environment: "staging/production", name: "orders", addresses: nil)

        #expect(limits.judge(.sample(.pause, nested)) != nil)
    }

    @Test(arguments: [
        ("staging/orders", "staging/copy", true), ("production/orders", "staging/copy", false),
        ("staging/orders", "production/copy", false),
    ])
    func `source and destination of a copy must both be targets`(
        source: String, destination: String, passes: Bool
    ) {
        let limits = limits([:], targets: [["staging/*"]])

        let refusal = limits.judge(
            .sample(.clone, .sample(source), making: .sample(destination)))

        #expect((refusal == nil) == passes)
    }

    @Test func `of several lists of targets each must have it`() {
        let limits = limits([:], targets: [["staging/*"], ["*/orders"]])

        #expect(limits.judge(.sample(.pause, .sample("staging/orders"), number: 1)) == nil)
        #expect(limits.judge(.sample(.pause, .sample("staging/other"), number: 2)) != nil)
        #expect(limits.judge(.sample(.pause, .sample("dr/orders"), number: 3)) != nil)
    }

    @Test func `a request that leads to no known database is no target`() {
        let limits = limits([:], targets: [["staging/*"]])
        var change = JudgedChange.sample(.api)
        change.unknown = UnknownRequest(method: .post, path: "/deployments/databases/graphneo")

        #expect(limits.judge(change)?.reason.hasPrefix("what it would change cannot") == true)
    }
}
