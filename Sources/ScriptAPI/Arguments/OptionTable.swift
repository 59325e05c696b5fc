package import CloudClient
import ScriptWire
import Timekeeping

/// The closed options table of a function, and how it becomes Swift values.
package struct OptionTable<Values: Sendable>: Sendable {
    package let descriptions: [ParameterDescription]
    let values: @Sendable (WireMap) throws(ArgumentMismatch) -> Values
}

extension OptionTable where Values == Void {
    /// A function without options.
    package static var none: OptionTable {
        OptionTable(descriptions: []) { (_: WireMap) throws(ArgumentMismatch) -> Void in }
    }
}

extension OptionTable {
    /// Options of the function's own.
    package static func of<each Extra: ScriptArgument>(
        _ options: repeat Option<each Extra>
    ) -> OptionTable where Values == (repeat each Extra) {
        var descriptions: [ParameterDescription] = []
        for option in repeat each options { descriptions.append(option.description) }
        let options = (repeat each options)
        return OptionTable(descriptions: descriptions) {
            (map: WireMap) throws(ArgumentMismatch) -> (repeat each Extra) in
            (repeat try (each options).value(in: map))
        }
    }

    /// The function's own options, followed by those common to every effect that waits; `default` is
    /// how long it waits when the script does not say.
    package static func waiting<each Extra: ScriptArgument>(
        default timeout: Duration, _ options: repeat Option<each Extra>
    ) -> OptionTable where Values == (EffectOptions, repeat each Extra) {
        let waiting = WaitingOptions(defaultTimeout: timeout)
        var descriptions: [ParameterDescription] = []
        for option in repeat each options { descriptions.append(option.description) }
        descriptions += waiting.descriptions
        let options = (repeat each options)
        return OptionTable(descriptions: descriptions) {
            (map: WireMap) throws(ArgumentMismatch) -> (EffectOptions, repeat each Extra) in
            (try waiting.values(in: map), repeat try (each options).value(in: map))
        }
    }
}

/// The options that every effect on the cloud takes, described in this one place.
struct WaitingOptions: Sendable {
    private let timeout: Option<Duration>
    private let wait = Option<Bool>(
        "wait", "false returns the operation at once instead of waiting for its end",
        default: true, shownAs: "true")
    private let lockedTimeout = Option<Duration>(
        "locked_timeout", "how long to wait for somebody else's operation on the same database",
        default: .minutes(10), shownAs: "\"10m\"")
    private let poll = Option<Duration?>(
        "poll", "how often to ask whether it is done; by default that adapts")
    private let reason = Option<String?>("reason", "why, for the record")

    init(defaultTimeout: Duration) {
        timeout = Option(
            "timeout", "how long to wait for the end, from the request on", default: defaultTimeout,
            shownAs: "\"\(DurationText.format(defaultTimeout))\"")
    }

    var descriptions: [ParameterDescription] {
        [
            timeout.description, wait.description, lockedTimeout.description, poll.description,
            reason.description,
        ]
    }

    func values(in map: WireMap) throws(ArgumentMismatch) -> EffectOptions {
        EffectOptions(
            timeout: try timeout.value(in: map), wait: try wait.value(in: map),
            lockedTimeout: try lockedTimeout.value(in: map), poll: try poll.value(in: map),
            reason: try reason.value(in: map))
    }
}
