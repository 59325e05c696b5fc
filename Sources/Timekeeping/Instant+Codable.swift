extension Instant: Codable {
    /// Reads whole nanoseconds since 1970.
    package init(from decoder: any Decoder) throws {
        self.init(
            nanosecondsSince1970: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanosecondsSince1970)
    }
}
