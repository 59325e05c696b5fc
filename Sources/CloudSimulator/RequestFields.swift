import JSONDocument

/// The members of a JSON body, checked as they are taken out.
struct RequestFields {
    private let members: [String: JSONValue]
    private let status: Int

    init(_ members: [String: JSONValue], badBodyStatus: Int) {
        self.members = members
        status = badBodyStatus
    }

    func refusal(_ text: String) -> Refusal { Refusal(status, text) }

    /// Takes a string that must be there and not be empty.
    func text(_ key: String) throws(Refusal) -> String {
        guard let value = members[key], value != .null else {
            throw refusal("`\(key)` is missing")
        }
        guard let text = value.string else { throw refusal("`\(key)` must be a string") }
        guard !text.isEmpty else { throw refusal("`\(key)` must not be empty") }
        return text
    }

    /// Takes a string that may be missing.
    func optionalText(_ key: String) throws(Refusal) -> String? {
        guard let value = members[key], value != .null else { return nil }
        guard let text = value.string else { throw refusal("`\(key)` must be a string") }
        return text
    }

    /// Takes a boolean that may be missing.
    func optionalBoolean(_ key: String) throws(Refusal) -> Bool? {
        guard let value = members[key], value != .null else { return nil }
        guard let boolean = value.boolean else { throw refusal("`\(key)` must be true or false") }
        return boolean
    }

    /// Takes a list that may be missing.
    func list(_ key: String) throws(Refusal) -> [JSONValue] {
        guard let value = members[key], value != .null else { return [] }
        guard let list = value.array else { throw refusal("`\(key)` must be a list") }
        return list
    }

    /// Takes a list of strings that may be missing.
    func texts(_ key: String) throws(Refusal) -> [String] {
        var texts: [String] = []
        for item in try list(key) {
            guard let text = item.string else { throw refusal("`\(key)` must hold strings") }
            texts.append(text)
        }
        return texts
    }
}

extension CloudSimulator {
    /// Reads a JSON object from a request's body, which may have these keys.
    ///
    /// An empty body counts as an empty object when the body is optional.
    func fields(
        _ request: RoutedRequest, _ keys: [String], isOptional: Bool = false
    ) throws(Refusal) -> RequestFields {
        let status = Int(assumptions[.badBody]) ?? 400
        let body = request.request.body
        if body.isEmpty && isOptional { return RequestFields([:], badBodyStatus: status) }
        guard !body.isEmpty else { throw Refusal(status, "a JSON body is needed") }
        if assumptions[.contentTypes] == "checked",
            request.request.mediaType != "application/json"
        {
            throw Refusal(415, "the body must be application/json")
        }
        guard let json = try? JSONValue(parsing: body) else {
            throw Refusal(status, "the body is not JSON")
        }
        guard let members = json.object else {
            throw Refusal(status, "the body must be a JSON object")
        }
        if assumptions[.unknownKeys] == "refused",
            let unknown = members.keys.sorted().first(where: { !keys.contains($0) })
        {
            throw Refusal(status, "`\(unknown)` is not known here")
        }
        return RequestFields(members, badBodyStatus: status)
    }
}
