import Timekeeping

/// What can be done to the account, named as scripts name it.
package enum Verb: String, CaseIterable, Sendable {
    case create, clone
    case createFromSnapshot = "create_from_snapshot"
    case snapshot, pause, resume, restart
    case switchDNS = "switch_dns"
    case resize
    case setSettings = "set_settings"
    case installPlugin = "install_plugin"
    case removePlugin = "remove_plugin"
    case restore, delete, api, wait

    /// How long the verb is waited for unless told otherwise, from its start on.
    package var defaultTimeout: Duration {
        switch self {
        case .pause, .resume, .restart, .switchDNS, .setSettings, .installPlugin, .removePlugin,
            .delete, .wait:
            .minutes(20)
        case .snapshot: .hours(1)
        case .clone, .restore, .create, .createFromSnapshot, .resize: .hours(4)
        case .api: .minutes(2)
        }
    }

    /// The verb as it reads before its target, after "cannot".
    var phrase: String {
        switch self {
        case .createFromSnapshot: "create from a snapshot"
        case .snapshot: "take a snapshot of"
        case .switchDNS: "switch the connections of"
        case .setSettings: "change the settings of"
        case .installPlugin: "install a plugin on"
        case .removePlugin: "remove a plugin from"
        case .api: "call"
        case .wait: "wait for"
        default: rawValue
        }
    }
}
