import FoundationEssentials

/// The Lua half of `graphene.*`, which the host sends to the script process at its start.
package enum Prelude {
    /// The files of `Prelude/`, compiled, in the order in which they run, which is that of their
    /// names.
    package static let chunks = decoded { $0 != testName }

    /// What the process of a test runs after them.
    package static let testChunks = decoded { $0 == testName }

    private static let testName = "95_testing"

    private static func decoded(
        _ isWanted: (String) -> Bool
    ) -> [(name: String, code: [UInt8])] {
        CompiledPrelude.chunks.filter { isWanted($0.name) }.map {
            ($0.name, Data(base64Encoded: $0.base64).map { Array($0) } ?? [])
        }
    }
}
