import JSONDocument

/// What a new database is to be.
package struct NewDatabase: Sendable {
    package var name: String
    package var environment: Environment
    package var plan: String
    package var version: String
    package var edition: String
    package var extras: [String]
    package var vendor: String

    package init(
        name: String, environment: Environment, plan: String, version: String, edition: String,
        extras: [String] = [], vendor: String = Database.defaultVendor
    ) {
        self.name = name
        self.environment = environment
        self.plan = plan
        self.version = version
        self.edition = edition
        self.extras = extras
        self.vendor = vendor
    }

    var json: JSONValue {
        [
            "environmentId": .string(environment.id), "name": .string(name), "plan": .string(plan),
            "version": .string(version), "edition": .string(edition),
            "enabledExtrasKinds": .array(extras.map { .string($0) }),
        ]
    }
}
