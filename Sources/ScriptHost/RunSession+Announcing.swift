import Diagnostics
import RunLoop
import ScriptAPI
import ScriptWire
import Timekeeping

/// An effect of a handler that waits for a person to object.
struct HeldEffect {
    var function: HostFunction
    var request: EffectRequest
    var note: EffectNote
    var timer: Task<Void, Never>
}

/// What happens before a handler disrupts or destroys something after Ctrl-C.
extension RunSession {
    /// How long a person has to object.
    static let announcement = Duration.seconds(5)

    /// Announces the effect and holds it back when a person said stop and it is of a kind that such
    /// a person may not expect.
    ///
    /// - Returns: Whether it is held back.
    mutating func holdBack(
        _ function: HostFunction, _ request: EffectRequest, _ note: EffectNote
    ) -> Bool {
        guard case .stopping(.interrupted) = phase,
            note.effect == .disruptive || note.effect == .destructive
        else { return false }
        observer(.announced(note, for: Self.announcement))
        let timer = makeTimer(
            until: loop.now + Self.announcement, .announcementOver(id: request.id))
        weightUnderWay += request.weight
        held.append(HeldEffect(function: function, request: request, note: note, timer: timer))
        // The pause is a person's time, not the handlers'.
        if let deadline = cleanupDeadline { limitCleanup(until: deadline + Self.announcement) }
        return true
    }

    /// Gives up what the script no longer waits for.
    mutating func abandon(_ id: UInt64, _ connection: ScriptConnection) {
        underWay[id]?.task.cancel()
        guard let index = held.firstIndex(where: { $0.request.id == id }) else { return }
        let effect = held.remove(at: index)
        weightUnderWay -= effect.request.weight
        effect.timer.cancel()
        let failure = RunFailure(.cancelled, "it was given up before it began")
        record(effect.note, .notStarted, failure)
        reply(id, .error(WireValue(failure)), connection)
    }

    /// Begins a held effect that nobody has objected to.
    mutating func letGo(_ id: UInt64) {
        guard let index = held.firstIndex(where: { $0.request.id == id }) else { return }
        let effect = held.remove(at: index)
        weightUnderWay -= effect.request.weight
        perform(effect.function, effect.request, effect.note)
    }
}
