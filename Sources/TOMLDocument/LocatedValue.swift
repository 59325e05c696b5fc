import TOMLKit

/// A value of a TOML file, with its line.
package struct LocatedValue: Sendable {
    package indirect enum Content: Sendable {
        case table([(key: String, value: LocatedValue)])
        case array([LocatedValue])
        case string(String)
        case integer(Int64)
        case number(Double)
        case boolean(Bool)
        /// A date or a time; what it is called.
        case other(String)
    }

    package var content: Content
    package var origin: Origin

    /// The value's type as a message names it.
    package var typePhrase: String {
        switch content {
        case .table: "a table"
        case .array: "a list"
        case .string: "text"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "true or false"
        case .other(let name): "a \(name)"
        }
    }
}

extension LocatedValue {
    /// Reads a TOML document; its tables are in the order of their lines.
    ///
    /// - Throws: `config` for what is not UTF-8 or not TOML, with the line.
    package init(parsing bytes: [UInt8], from path: String) throws(ConfigurationFailure) {
        let file = Origin.file(path, line: nil)
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationFailure(
                file, "it is no text file", hint: "write it as TOML, in UTF-8")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ConfigurationFailure(
                .file(path, line: error.source.begin.line), "it is no TOML: \(error.description)",
                hint: "mend the line; https://toml.io has the format")
        } catch {
            throw ConfigurationFailure(file, "it is no TOML: \(error)")
        }
        let lines = TOMLLines(bytes)
        self = withExtendedLifetime(table) {
            LocatedValue(
                content: Self.members(of: table, at: [], lines, path), origin: file)
        }
    }

    private init(
        _ value: any TOMLValueConvertible, at keys: [String], _ lines: TOMLLines, _ path: String
    ) {
        origin = .file(path, line: lines[keys])
        switch value.type {
        case .table:
            content = value.table.map { Self.members(of: $0, at: keys, lines, path) } ?? .table([])
        case .array:
            let array = value.array.map { array in (0..<array.count).map { array[$0] } } ?? []
            content = .array(
                array.enumerated().map { index, element in
                    LocatedValue(element, at: keys + ["#\(index)"], lines, path)
                })
        case .string: content = .string(value.string ?? "")
        case .int: content = .integer(Int64(value.int ?? 0))
        case .double: content = .number(value.double ?? .nan)
        case .bool: content = .boolean(value.bool ?? false)
        case .date, .time, .dateTime: content = .other(value.type.description)
        }
    }

    private static func members(
        of table: TOMLTable, at keys: [String], _ lines: TOMLLines, _ path: String
    ) -> Content {
        // Not by subscript: a key may hold what the parser's own look-up stumbles over.
        let members = zip(table.keys, table.values).map { key, value in
            (key: key, value: LocatedValue(value, at: keys + [key], lines, path))
        }
        return .table(members.sorted { $0.value.origin.line ?? 0 < $1.value.origin.line ?? 0 })
    }
}

extension Origin {
    fileprivate var line: Int? { if case .file(_, let line) = self { line } else { nil } }
}
