/// What is in scope while a source is read: active locals, labels, and jumps that wait for one.
///
/// The lists grow and shrink as functions and blocks are entered and left; a position in
/// `variables` counts through all the functions around.
struct Scopes {
    /// The most locals that one function may have active at once.
    static let maximumVariables = 200

    /// The most labels that may be in scope, and the most jumps that may wait for one.
    static let maximumLabels = 32_767

    struct Variable {
        let name: String
        let isReadOnly: Bool
    }

    struct Label {
        let name: String
        let place: Int
    }

    /// A `goto`, or a `break` when it has no name.
    struct Jump {
        let name: String?
        let range: Range<Int>
        /// How many variables are active where it stands, or around the blocks it has left.
        var variableCount: Int
        /// Whether it still waits for its label, or the end of its loop.
        var isWaiting = true
    }

    struct Block {
        let isLoop: Bool
        let variableCount: Int
        let labelCount: Int
        let jumpCount: Int
    }

    struct Function {
        /// The line that it begins on; nil for the main function.
        let line: Int?
        var isVariadic: Bool
        let variableCount: Int
        let labelCount: Int
    }

    private var variables: [Variable] = []
    private var labels: [Label] = []
    /// Those of the functions around, also the ones that have found their label.
    private var jumps: [Jump] = []
    private var waitingCount = 0
    /// Where in `labels`, and in `jumps` those that wait, a name is to be found.
    private var labelsByName: [String: [Int]] = [:]
    private var jumpsByName: [String: [Int]] = [:]
    private var functions: [Function] = []
    private var blocks: [Block] = []

    // MARK: Functions and blocks

    mutating func enterFunction(line: Int?, isVariadic: Bool = false) {
        functions.append(
            Function(
                line: line, isVariadic: isVariadic, variableCount: variables.count,
                labelCount: labels.count))
        enterBlock()
    }

    /// Whether `...` may be used here.
    var isVariadic: Bool { functions.last?.isVariadic ?? false }

    mutating func makeVariadic() { functions[functions.count - 1].isVariadic = true }

    /// The line that the innermost function begins on; nil in the main function.
    var functionLine: Int? { functions.last?.line }

    /// Leaves a function; what it returns is a jump that leads nowhere.
    mutating func leaveFunction() -> Jump? {
        let block = dropBlock()
        functions.removeLast()
        if let jump = jumps[block.jumpCount...].first(where: \.isWaiting) { return jump }
        jumps.removeSubrange(block.jumpCount...)
        return nil
    }

    mutating func enterBlock(isLoop: Bool = false) {
        blocks.append(
            Block(
                isLoop: isLoop, variableCount: variables.count, labelCount: labels.count,
                jumpCount: jumps.count))
    }

    /// Leaves a block that is not a function's outermost: its jumps now wait in the one around.
    mutating func leaveBlock() {
        let block = dropBlock()
        for index in jumps.indices.dropFirst(block.jumpCount) where jumps[index].isWaiting {
            jumps[index].variableCount = min(jumps[index].variableCount, block.variableCount)
            if block.isLoop, jumps[index].name == nil { end(index) }
        }
    }

    private mutating func dropBlock() -> Block {
        let block = blocks.removeLast()
        variables.removeSubrange(block.variableCount...)
        for label in labels[block.labelCount...] { labelsByName[label.name]?.removeLast() }
        labels.removeSubrange(block.labelCount...)
        return block
    }

    // MARK: Variables

    mutating func declare(_ name: String, isReadOnly: Bool = false) {
        variables.append(Variable(name: name, isReadOnly: isReadOnly))
    }

    /// Whether a name is a local of this function or one around it that cannot be assigned.
    func isReadOnly(_ name: String) -> Bool {
        variables.last { $0.name == name }?.isReadOnly ?? false
    }

    /// Whether the function has more locals than it may with so many that are yet to be declared.
    func hasTooManyVariables(with undeclared: Int) -> Bool {
        let first = functions.last?.variableCount ?? 0
        return variables.count - first + undeclared > Self.maximumVariables
    }

    // MARK: Labels and jumps

    var hasTooManyLabels: Bool { max(labels.count, waitingCount) > Self.maximumLabels }

    /// A label of this function that is visible here.
    func label(_ name: String) -> Label? {
        guard let index = labelsByName[name]?.last, index >= functions.last?.labelCount ?? 0 else {
            return nil
        }
        return labels[index]
    }

    /// Adds a jump forward, or one out of a loop.
    mutating func jump(to name: String?, at range: Range<Int>) {
        if let name { jumpsByName[name, default: []].append(jumps.count) }
        jumps.append(Jump(name: name, range: range, variableCount: variables.count))
        waitingCount += 1
    }

    private mutating func end(_ index: Int) {
        jumps[index].isWaiting = false
        waitingCount -= 1
    }

    /// Adds a label and ends the block's jumps that waited for it.
    ///
    /// At the end of a block the block's locals are out of scope already.
    ///
    /// - Returns: A jump that would enter the scope of a local, and this local's name.
    mutating func addLabel(_ name: Name, endsBlock: Bool) -> (Jump, String)? {
        let block = blocks[blocks.count - 1]
        let count = endsBlock ? block.variableCount : variables.count
        labelsByName[name.text, default: []].append(labels.count)
        labels.append(Label(name: name.text, place: name.range.lowerBound))
        let found = jumpsByName[name.text, default: []].drop { $0 < block.jumpCount }
        for index in found {
            let jump = jumps[index]
            if jump.variableCount < count { return (jump, variables[jump.variableCount].name) }
            end(index)
        }
        jumpsByName[name.text]?.removeLast(found.count)
        return nil
    }
}
