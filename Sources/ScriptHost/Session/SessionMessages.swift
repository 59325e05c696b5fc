import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptWire

/// What the main task of a session asks for, besides what scripts do.
enum SessionRequest: String {
    /// Tells what came of the last step, and asks for the next.
    case next = "session.next"
}

extension SessionStep {
    /// The step as the session's main task takes it; `operations` were left running by the last one.
    func value(operations: [WireValue]) -> WireValue {
        switch self {
        case .entry(let entry): entry.value(operations: operations)
        case .names(let path): .fields([("kind", "names"), ("path", .texts(path))])
        case .variables: .fields([("kind", "vars")])
        case .reset: .fields([("kind", "reset")])
        }
    }

    static let end = WireValue.fields([("kind", "end")])

    /// Whether code of the script's may run in it.
    var runs: Bool {
        switch self {
        case .entry, .reset: true
        case .names, .variables: false
        }
    }
}

extension Entry {
    fileprivate func value(operations: [WireValue]) -> WireValue {
        var fields: [(String, WireValue?)] = [
            ("kind", "entry"), ("name", .text("=" + name)), ("source", .text(source)),
            ("strict", .boolean(isStrict)),
            ("op", operations.count > 1 ? .list(operations) : operations.first),
        ]
        switch form {
        case .shown(let columns):
            fields += [("shows", true), ("width", .integer(Int64(columns)))]
        case .plain(let columns):
            fields += [("shows", true), ("width", .integer(Int64(columns))), ("raw", true)]
        case .data: fields.append(("data", true))
        }
        return .fields(fields)
    }
}

/// What the script process says of a step; nothing of it is trusted.
extension StepOutcome {
    /// - Parameters:
    ///   - step: The step that it is about.
    ///   - value: What was said.
    ///   - given: The codes that only the host gives, as far as it has.
    init(of step: SessionStep?, _ value: WireValue?, given: Set<ErrorCode>) {
        let fields = value?.map ?? WireMap()
        switch step {
        case nil: self = .began
        case .names: self = .names(NamesFound(fields))
        case .variables:
            guard case .list(let list)? = fields["variables"] else {
                self = .variables([])
                return
            }
            self = .variables(list.compactMap { $0.map.map(Variable.init) })
        case .entry, .reset: self = .entry(EntryOutcome(fields, given: given))
        }
    }
}

extension EntryOutcome {
    fileprivate init(_ fields: WireMap, given: Set<ErrorCode>) {
        if let error = fields["err"] { failure = RunFailure(ending: error, given: given) }
        skipped = fields["skipped"]?.shownText
        if case .list(let shown)? = fields["shown"] { values = shown.compactMap(Value.init) }
        guard case .list(let values)? = fields["data"] else { return }
        do throws(ArgumentMismatch) {
            for value in values { data.append(try JSONValue(value)) }
        } catch {
            data = []
            failure =
                failure
                ?? RunFailure(
                    .usage,
                    "cannot write the value as JSON: `value\(error.path)` must be "
                        + "\(error.expected), not \(error.given)",
                    hint: error.hint ?? "give text, numbers, tables or handles")
        }
    }
}

extension EntryOutcome.Value {
    fileprivate init?(_ value: WireValue) {
        guard let fields = value.map else { return nil }
        if case .bytes(let bytes)? = fields["text"] {
            self = .text(bytes)
            return
        }
        guard case .list(let columns)? = fields["columns"], let rows = fields["rows"] else {
            return nil
        }
        var left = 0
        if case .integer(let number)? = fields["left"] { left = Int(clamping: number) }
        self = .table(
            TableOutput(
                rows: (try? JSONValue(rows)) ?? .null, columns: columns.compactMap(\.shownText)),
            left: left)
    }
}

extension NamesFound {
    fileprivate init(_ fields: WireMap) {
        kind = fields["kind"]?.shownText ?? "nil"
        names = []
        guard case .list(let list)? = fields["names"] else { return }
        names = list.compactMap { value in
            guard let fields = value.map, let name = fields["name"]?.text else { return nil }
            return Name(
                name: name, kind: fields["kind"]?.shownText ?? "",
                isMethod: fields["method"] == true)
        }
    }
}

extension Variable {
    fileprivate init(_ fields: WireMap) {
        name = fields["name"]?.shownText ?? ""
        kind = fields["kind"]?.shownText ?? ""
        text = fields["text"]?.shownText ?? ""
    }
}
