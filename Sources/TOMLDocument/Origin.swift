/// Where a value was set, so that whatever it causes can name the place.
package enum Origin: Hashable, Sendable {
    /// An option of the command line: `--rate`.
    case flag(String)
    case variable(String)
    /// A configuration file; the line is nil where it could not be told.
    case file(String, line: Int?)
    /// A line of the script that is running.
    case script(String, line: Int)
}

extension Origin: CustomStringConvertible {
    /// As a message names it: `/home/a/.config/graphene/config.toml:12`.
    package var description: String {
        switch self {
        case .flag(let name): "`\(name)` on the command line"
        case .variable(let name): "the environment variable \(name)"
        case .file(let path, let line): path + (line.map { ":\($0)" } ?? "")
        case .script(let name, let line): "\(name):\(line)"
        }
    }
}

/// A value and where it was set.
package struct Sourced<Value: Sendable>: Sendable {
    package var value: Value
    package var origin: Origin

    package init(_ value: Value, _ origin: Origin) {
        self.value = value
        self.origin = origin
    }
}

extension Sourced: Equatable where Value: Equatable {}
extension Sourced: Hashable where Value: Hashable {}
