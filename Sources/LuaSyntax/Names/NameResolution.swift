/// What each name in a chunk stands for.
package struct NameResolution: Sendable {
    /// Every local, in the order in which they come into scope.
    package internal(set) var variables: [Variable] = []
    /// Every use of a name, in the order in which they are read.
    package internal(set) var uses: [Use] = []
    private var usesByOffset: [Int: Int] = [:]

    /// A local of the chunk.
    package struct Variable: Sendable {
        package let local: DeclaredLocal
        /// Whether something is assigned to it after its declaration.
        package internal(set) var isReassigned = false
        /// How many functions are around it; 0 for one of the main function.
        let functionDepth: Int
    }

    /// A name where it is read or assigned to.
    package struct Use: Sendable {
        package let name: Name
        package let meaning: Meaning
        package let isAssigned: Bool
    }

    /// What a name stands for; a local is told by its place in `variables`.
    package enum Meaning: Hashable, Sendable {
        /// A local of the function that uses it.
        case local(Int)
        /// A local of a function around.
        case upvalue(Int)
        /// A field of the chunk's environment.
        case global
        /// A field of a local named `_ENV`.
        case field(of: Int)
        /// The chunk's environment itself, `_ENV`.
        case environment
    }

    /// Resolves every name of a chunk.
    ///
    /// - Source: Lua 5.4 manual, sections 2.2 and 3.5.
    package init(_ chunk: Chunk) {
        var resolver = NameResolver()
        resolver.walk(chunk)
        self = resolver.resolution
    }

    init() {}

    mutating func append(_ use: Use) {
        usesByOffset[use.name.range.lowerBound] = uses.count
        uses.append(use)
    }

    /// What the name that is used at an offset stands for; nil where none is.
    package func meaning(at offset: Int) -> Meaning? {
        usesByOffset[offset].map { uses[$0].meaning }
    }

    /// The local that is used at an offset, also from a function inside its own; nil where none is.
    package func variable(at offset: Int) -> Variable? {
        switch meaning(at: offset) {
        case .local(let index), .upvalue(let index): variables[index]
        case .global, .field, .environment, nil: nil
        }
    }
}
