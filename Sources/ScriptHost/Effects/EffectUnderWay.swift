import CloudClient

/// An effect between its beginning and its end.
struct EffectUnderWay {
    var note: EffectNote
    let task: Task<Void, Never>
    /// What the cloud has accepted for it so far.
    var operation: OperationReference?
}
