/// One HTTP request as the simulated cloud reads it.
package struct SimulatedRequest: Sendable {
    package var method: String
    /// The request target as sent: path, and query if any; still percent-encoded.
    package var target: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// Returns the first header of that name, whatever its case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// The media type of the body in lower case, without its parameters.
    var mediaType: String? {
        header("content-type").map {
            $0.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        }
    }
}
