package import Timekeeping

extension Cloud {
    /// Signs in, unless that was done and still holds.
    ///
    /// - Returns: Until when the token is good; nil when the cloud does not say.
    /// - Throws: `auth`, `unavailable`, `cancelled`.
    /// - Source: `POST /organizations/oauth/token`.
    package func signIn() async throws(CloudError) -> Instant? {
        try await api.signIn.token().expiresAt
    }
}

extension Environment {
    /// The organization that it belongs to, where the cloud names it.
    package var organizationID: String? { raw.text("organizationId", "organization") }
}
