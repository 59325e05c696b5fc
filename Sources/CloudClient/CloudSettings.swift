import Timekeeping

/// How an account is talked to.
package struct CloudSettings: Sendable {
    /// Requests a second, of everything together.
    package var rate: Double
    /// How long one request may take, from connecting to the last byte.
    package var requestTimeout: Duration
    /// How long a read is tried again before it is given up.
    package var readPatience: Duration
    /// How long a changing request that is under way is left alone after a cancellation.
    package var answerGrace: Duration
    /// The account's own words.
    package var vocabulary: Vocabulary

    package init(
        rate: Double = 5, requestTimeout: Duration = .seconds(30),
        readPatience: Duration = .seconds(90), answerGrace: Duration = .seconds(10),
        vocabulary: Vocabulary = Vocabulary()
    ) {
        self.rate = rate
        self.requestTimeout = requestTimeout
        self.readPatience = readPatience
        self.answerGrace = answerGrace
        self.vocabulary = vocabulary
    }
}
