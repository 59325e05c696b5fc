package import JSONDocument

/// A size that a database can have; what it holds beside the name is the cloud's own.
package struct Plan: Hashable, Sendable {
    package var name: String
    package var raw: JSONValue
}

/// A version that a database can be made with.
package struct Version: Hashable, Sendable {
    package var number: String
    package var edition: String?
    package var vendor: String?
    package var raw: JSONValue
}

/// An extension installed on a database.
package struct Plugin: Hashable, Sendable, Identifiable {
    package var id: String
    package var name: String
    package var createdAt: String?
    package var raw: JSONValue
}

/// One line of a database's configuration.
package struct Setting: Hashable, Sendable {
    package var key: String
    /// The text to send; empty where the cloud hides a secret one.
    package var value: String
    package var isSecret: Bool

    package init(key: String, value: String, isSecret: Bool = false) {
        self.key = key
        self.value = value
        self.isSecret = isSecret
    }
}

/// How a setting differs from what it was.
package struct SettingChange: Hashable, Sendable {
    package var key: String
    /// Nil when it was not there before.
    package var before: Setting?
    /// Nil when it is gone.
    package var after: Setting?
}

extension Plan {
    init?(_ json: JSONValue) {
        guard let name = json.string ?? json.text("name", "id") else { return nil }
        self.name = name
        raw = json
    }
}

extension Version {
    init?(_ json: JSONValue) {
        guard let number = json.string ?? json.text("number", "version", "name", "id") else {
            return nil
        }
        self.number = number
        edition = json.text("edition")
        vendor = json.text("vendor")
        raw = json
    }
}

extension Plugin {
    init?(_ json: JSONValue) {
        guard let id = json.text("id") else { return nil }
        self.id = id
        name = json.text("name") ?? id
        createdAt = json.text("createdAt")
        raw = json
    }
}

extension Setting {
    init?(_ json: JSONValue) {
        guard let key = json.text("key", "name") else { return nil }
        self.key = key
        value = json.text("value") ?? json["value"]?.scalarText ?? ""
        isSecret = json.flag("secret")
    }

    /// Whether its value may have to be kept from others: by its flag, or by what its name says.
    package var mayBeSecret: Bool { isSecret || Redaction.namesSecret(key) }

    var json: JSONValue {
        .object(["key": .string(key), "value": .string(value), "secret": .boolean(isSecret)])
    }
}
