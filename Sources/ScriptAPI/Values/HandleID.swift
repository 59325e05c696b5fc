/// Several ids in one, as the handles of nested objects carry them: `DATABASE/OPERATION`.
package enum HandleID {
    package static func join(_ parts: String?...) -> String {
        parts.map { ($0 ?? "").replacing("%", with: "%25").replacing("/", with: "%2F") }
            .joined(separator: "/")
    }

    /// Returns the parts, nil where one is empty; nil unless there are `count` of them.
    static func split(_ id: String, count: Int) -> [String?]? {
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == count else { return nil }
        return parts.map { part in
            part.isEmpty
                ? nil : String(part.replacing("%2F", with: "/").replacing("%25", with: "%"))
        }
    }
}
