import FoundationEssentials

/// The Lua half of `graphene.*`, which the host sends to the script process at its start.
package enum Prelude {
    /// The files of `Prelude/`, compiled, in the order in which they run, which is that of their
    /// names.
    package static let chunks = decode(CompiledPrelude.chunks)

    /// The files of `Session/`, likewise: what runs after them in a session, and in no other run.
    package static let session = decode(CompiledSession.chunks)

    /// The files of `Testing/`, likewise: what runs after them in a test.
    package static let testing = decode(CompiledTesting.chunks)

    private static func decode(
        _ chunks: [(name: String, base64: String)]
    ) -> [(name: String, code: [UInt8])] {
        chunks.map { ($0.name, Data(base64Encoded: $0.base64).map { Array($0) } ?? []) }
    }
}
