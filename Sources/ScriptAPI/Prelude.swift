import FoundationEssentials

/// The Lua half of `graphene.*`, which the host sends to the script process at its start.
package enum Prelude {
    /// The files of `Prelude/`, compiled, in the order in which they run, which is that of their
    /// names.
    package static let chunks: [(name: String, code: [UInt8])] = CompiledPrelude.chunks.map {
        ($0.name, Data(base64Encoded: $0.base64).map { Array($0) } ?? [])
    }
}
