import CPrelude

/// The Lua half of `graphene.*`, which the host sends to the script process at its start.
package enum Prelude {
    /// The files of `Prelude/`, without their extension, in the order in which they run, which is
    /// that of their names.
    package static let chunks: [(name: String, source: [UInt8])] = {
        var chunks: [(name: String, source: [UInt8])] = []
        while let chunk = prelude_chunk_at(chunks.count)?.pointee {
            let source = UnsafeBufferPointer(start: chunk.source, count: chunk.size)
            chunks.append((String(cString: chunk.name), Array(source)))
        }
        return chunks
    }()
}
