import Diagnostics
import FoundationEssentials
import JSONDocument

extension CloudSimulator {
    private static let format = "graphene-simulator-state"
    private static let version: Int64 = 1

    /// Writes the whole state as one JSON document with sorted keys.
    ///
    /// Faults and the log of requests are not part of it; the log of changes is.
    package func saved() throws(SimulatorError) -> [UInt8] {
        let document = Document(format: Self.format, version: Self.version, cloud: self)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        do {
            return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
        } catch {
            throw SimulatorError(
                .internal, "the simulated cloud's state cannot be written as JSON", cause: error)
        }
    }

    /// Reads what `saved` wrote.
    ///
    /// - Parameters:
    ///   - text: The whole document.
    ///   - name: What messages call it, such as its file's path.
    /// - Throws: `config` when it is not such a state, or one of an unknown version.
    package init(reading text: [UInt8], from name: String) throws(SimulatorError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            throw Self.unreadable(name, "\(error)", cause: error)
        }
        guard json["format"]?.string == Self.format else {
            throw Self.unreadable(name, "it is not a simulated cloud's state")
        }
        guard json["version"]?.integer == Self.version else {
            let version = json["version"]?.integer.map(String.init) ?? "none"
            throw Self.unreadable(
                name, "its version is \(version), and this program knows \(Self.version)")
        }
        do {
            self = try JSONDecoder().decode(Document.self, from: Data(text)).cloud
        } catch {
            throw Self.unreadable(name, "\(JSONFailure(error))", cause: error)
        }
    }

    private static func unreadable(
        _ name: String, _ reason: String, cause: (any Error)? = nil
    ) -> SimulatorError {
        SimulatorError(
            .config, "cannot use the simulator state \(name): \(reason)",
            hint: "move the file away to start from the sample account", cause: cause)
    }

    private struct Document: Codable {
        var format: String
        var version: Int64
        var cloud: CloudSimulator
    }
}
