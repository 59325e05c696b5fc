import Diagnostics
import TOMLDocument

extension LibraryError {
    /// What is wrong at one place of a file.
    init(_ origin: Origin, _ reason: String, _ hint: String? = nil, code: ErrorCode = .config) {
        self.init(code, "\(origin): \(reason)", hint: hint)
    }

    init(_ failure: ConfigurationFailure) {
        self.init(failure.code, failure.message, hint: failure.hint)
    }

    /// Does what reads a file of settings.
    static func wrapping<Value>(
        _ body: () throws(ConfigurationFailure) -> Value
    ) throws(LibraryError) -> Value {
        do throws(ConfigurationFailure) { return try body() } catch { throw LibraryError(error) }
    }
}

extension ClosedTable {
    static func reading(
        _ value: LocatedValue, _ name: String, keys: [String]
    ) throws(LibraryError) -> ClosedTable {
        try LibraryError.wrapping { () throws(ConfigurationFailure) in
            try ClosedTable(value, name, keys: keys)
        }
    }
}
