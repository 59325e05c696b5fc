package import Timekeeping

extension CloudSimulator {
    /// Makes a cloud that holds what was read of another account.
    ///
    /// - Parameters:
    ///   - account: Each environment and database with the id it has there.
    ///   - seed: Fixes the ids of what is made later, credentials and dice.
    ///   - offer: The plans and versions that can be had.
    ///   - assumptions: What differs from the usual ones.
    ///   - instant: When it was read.
    package init(
        copying account: SimulatedAccount, seed: UInt64, offer: Catalogue, assumptions: Assumptions,
        readAt instant: Instant
    ) {
        self.init(seed: seed, account: account, assumptions: assumptions, startingAt: instant)
        self.offer = offer
    }

    var catalogue: Catalogue { offer ?? Catalogue(assumptions) }
}
