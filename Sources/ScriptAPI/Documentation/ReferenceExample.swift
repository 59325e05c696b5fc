import Diagnostics

/// A piece of Lua that the reference shows, with what it prints on the simulated cloud.
///
/// What it prints is in `ExampleResults`, which a test rewrites and compares.
package struct ReferenceExample: Sendable {
    /// What it belongs to: `clone`, `topic durations`; a failing one ends in ` fails`.
    package let id: String
    package let code: String
    /// Whether it is there to show an error.
    package let fails: Bool
    /// Whether it is of a test's file; what is no declaration of a test stands inside of one.
    package var isTest = false

    /// What it prints, or the error that it ends with; empty for nothing.
    package var result: String { ExampleResults.byID[id] ?? "" }

    /// All that the reference shows, in its order.
    package static var all: [ReferenceExample] {
        let shown = APITable.all.filter { $0.visibility != .prelude }
        return ReferenceTopic.all.map(\.shownExample)
            + shown.flatMap { [$0.shownExample, $0.shownFailure] }
            + ReferenceValue.all.map(\.shownExample)
    }

    /// Of what examples there are results, in order.
    package static var resultIDs: [String] { ExampleResults.byID.keys.sorted() }
}

extension HostFunction {
    package var shownExample: ReferenceExample {
        ReferenceExample(id: name, code: example, fails: false, isTest: visibility == .test)
    }
    package var shownFailure: ReferenceExample {
        ReferenceExample(
            id: name + " fails", code: failing, fails: true, isTest: visibility == .test)
    }
    /// Every code it can fail with, but for `cancelled` and what any request can meet.
    package var allRaises: [String] {
        raises.map(\.rawValue) + (raises.contains(.usage) ? [] : ["usage"])
    }
}

extension ReferenceValue {
    package var shownExample: ReferenceExample {
        ReferenceExample(id: "value " + name, code: example, fails: false)
    }
}

extension ReferenceTopic {
    package var shownExample: ReferenceExample {
        ReferenceExample(id: "topic " + name, code: example, fails: false)
    }
}
