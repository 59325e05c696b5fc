/// The names of an account's objects, as they were read last.
package struct AccountNames: Hashable, Sendable {
    package var environments: [String] = []
    /// `environment/name`.
    package var databases: [String] = []
    package var snapshots: [String] = []
    package var plans: [String] = []
    package var versions: [String] = []

    package init() {}
}
