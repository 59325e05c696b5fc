package import CloudClient

/// Lets requests through that change nothing, and signing in; what else is asked for is a bug of ours
/// and does not leave.
package struct ReadingTransport: CloudTransport {
    private let transport: any CloudTransport

    package init(_ transport: any CloudTransport) { self.transport = transport }

    package func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse {
        guard request.method.isReading || request.isSignIn else {
            throw TransportError(
                .refused, "\(request.method.rawValue) is not sent: this account is only read")
        }
        return try await transport.send(request, timeout: timeout)
    }
}
