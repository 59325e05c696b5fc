import CloudClient

/// An effect between its beginning and its end.
struct EffectUnderWay {
    var note: EffectNote
    let task: Task<Void, Never>
    /// Bytes of what was asked for.
    let weight: Int
    /// What the cloud has accepted for it so far.
    var operation: OperationReference?
}
