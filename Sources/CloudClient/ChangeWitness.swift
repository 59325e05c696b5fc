/// Is asked before each request that changes something leaves, and told what came of it.
///
/// Both are called in the task of the effect, once for each time the request is sent.
package protocol ChangeWitness: Sendable {
    /// Takes note of a request; throwing keeps it from leaving.
    func willSend(_ change: SentChange) throws(CloudError)

    /// `operation`: What the cloud calls the work it took on, where it says so.
    func didSend(_ change: SentChange, _ outcome: ChangeOutcome, operation: String?)
}

/// A request that changes something, as a record may show it: without its body.
package struct SentChange: Hashable, Sendable {
    package var verb: Verb
    package var target: String
    package var method: String
    /// Percent-encoded, without the query.
    package var path: String

    package init(verb: Verb, target: String, method: String, path: String) {
        self.verb = verb
        self.target = target
        self.method = method
        self.path = path
    }
}

extension Cloud {
    /// The same account, with somebody who hears of every changing request first.
    package func witnessed(by witness: any ChangeWitness) -> Cloud {
        var cloud = self
        cloud.witness = witness
        return cloud
    }
}
