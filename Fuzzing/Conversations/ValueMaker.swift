import ScriptAPI
import ScriptWire

/// Makes values that a script process may send: such as functions take, and such as nothing takes.
struct ValueMaker {
    var choices: Choices
    /// Bytes that large values may still take, in one conversation.
    private var spare = 12 << 20

    init(_ choices: Choices) { self.choices = choices }

    /// Arguments for a function, most of them of the right kinds.
    mutating func arguments(of function: HostFunction) -> [WireValue] {
        var arguments = function.parameters.map { parameter in
            choices.isOne(in: 6) ? any() : value(for: parameter)
        }
        if !function.options.isEmpty, !choices.isOne(in: 3) {
            arguments.append(options(function.options))
        }
        if choices.isOne(in: 16) { arguments.append(any()) }
        return arguments
    }

    mutating func any(depth: Int = 0) -> WireValue {
        switch choices.number(below: depth < 4 ? 14 : 8) {
        case 0: return .null
        case 1: return .boolean(choices.isOne(in: 2))
        case 2: return .integer(choices.one(of: Vocabulary.integers))
        case 3: return .float(choices.one(of: Vocabulary.floats))
        case 4: return .bytes(choices.bytes(atMost: 24))
        case 5: return .text(choices.one(of: Vocabulary.texts))
        case 6: return choices.isOne(in: 2) ? .integer(Int64(bitPattern: choices.word())) : number()
        case 7: return .opaque(choices.one(of: Vocabulary.types))
        case 8: return .list(many { $0.any(depth: depth + 1) })
        case 9: return .map(WireMap(many { $0.entry(depth) }))
        case 10, 11: return handle(depth)
        case 12: return nested()
        default: return large()
        }
    }

    private mutating func number() -> WireValue { .float(Double(bitPattern: choices.word())) }

    private mutating func many<Element>(_ make: (inout ValueMaker) -> Element) -> [Element] {
        (0..<choices.number(below: 5)).map { _ in make(&self) }
    }

    private mutating func entry(_ depth: Int) -> WireMap.Entry {
        let key: WireValue =
            choices.isOne(in: 5)
            ? .integer(choices.one(of: Vocabulary.integers))
            : .text(choices.one(of: Vocabulary.keys))
        return WireMap.Entry(key: key, value: any(depth: depth + 1))
    }

    private mutating func handle(_ depth: Int) -> WireValue {
        let fields = choices.isOne(in: 6) ? many { $0.entry(depth) } : []
        return .handle(
            WireHandle(
                kind: choices.one(of: Vocabulary.handleKinds),
                id: choices.one(of: Vocabulary.handleIDs), fields: WireMap(fields)))
    }

    private mutating func nested() -> WireValue {
        let inner = any(depth: 4)
        return (0..<choices.number(below: 70)).reduce(inner) { value, level in
            level % 3 == 2 ? .map(WireMap([.init(key: 1, value: value)])) : .list([value])
        }
    }

    /// Something enormous, while there is room for it.
    private mutating func large() -> WireValue {
        let size = choices.one(of: choices.isOne(in: 12) ? Vocabulary.sizes : [100, 300, 5_000])
        guard size <= spare else { return .null }
        spare -= size
        switch choices.number(below: 4) {
        case 0: return .bytes([UInt8](repeating: choices.byte(), count: size))
        case 1: return .list([WireValue](repeating: any(depth: 4), count: min(size / 8, 250_000)))
        case 2:
            let unit = Array(choices.one(of: Vocabulary.texts).utf8) + [choices.byte()]
            return .bytes(Array(repeatElement(unit, count: size / unit.count).joined()))
        default:
            let value = any(depth: 4)
            let entries = (0..<min(size / 16, 100_000)).map { number in
                WireMap.Entry(key: .text("k\(number)"), value: value)
            }
            return .map(WireMap(entries))
        }
    }

    // MARK: Of a kind

    private mutating func options(_ options: [ParameterDescription]) -> WireValue {
        var entries: [WireMap.Entry] = []
        for _ in 0..<choices.number(below: 4) {
            let option = choices.one(of: options)
            let value = choices.isOne(in: 4) ? any() : value(for: option)
            entries.append(WireMap.Entry(key: .text(option.name), value: value))
        }
        return .map(WireMap(entries))
    }

    private mutating func value(for parameter: ParameterDescription) -> WireValue {
        if !parameter.choices.isEmpty { return .text(choices.one(of: parameter.choices)) }
        if !parameter.members.isEmpty { return options(parameter.members) }
        if parameter.isOptional, choices.isOne(in: 3) { return .null }
        switch choices.one(of: parameter.kinds) {
        case .string: return .text(choices.one(of: Vocabulary.texts))
        case .integer: return .integer(choices.one(of: Vocabulary.integers))
        case .number: return .float(choices.one(of: Vocabulary.floats))
        case .boolean: return .boolean(choices.isOne(in: 2))
        case .list: return .list(many { $0.any(depth: 2) })
        case .map: return .map(WireMap(many { $0.entry(2) }))
        case .function: return .opaque("function")
        case .duration: return .text(choices.one(of: Vocabulary.durations))
        case .time: return .text(choices.one(of: Vocabulary.times))
        case .database: return .text(choices.one(of: Vocabulary.databases))
        case .environment: return .text(choices.one(of: Vocabulary.environments))
        case .snapshot, .operation, .secret, .dnsSwitch: return handle(4)
        case .any: return any(depth: 2)
        }
    }
}
