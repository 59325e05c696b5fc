import AsyncHTTPClient
import Diagnostics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
package import Timekeeping

/// How the real network is used.
package struct NetworkSettings: Sendable {
    package var proxies: ProxySettings
    /// A PEM file of authorities to trust beside the system's.
    package var authorities: String?
    package var connectTimeout: Duration

    package init(
        proxies: ProxySettings = .none, authorities: String? = nil,
        connectTimeout: Duration = .seconds(10)
    ) {
        self.proxies = proxies
        self.authorities = authorities
        self.connectTimeout = connectTimeout
    }
}

/// Sends requests over HTTP, keeping connections for the next ones.
///
/// Nothing is set up before the first request. Redirects are never followed.
package final class HTTPTransport: CloudTransport {
    package let endpoint: Endpoint
    private let network: NetworkSettings
    private let clock: any RunClock
    private let client = Mutex<HTTPClient?>(nil)

    /// `clock`: Ends requests that take too long.
    package init(
        _ endpoint: Endpoint, network: NetworkSettings = NetworkSettings(), clock: any RunClock
    ) {
        self.endpoint = endpoint
        self.network = network
        self.clock = clock
    }

    package func send(
        _ request: CloudRequest, timeout: Duration
    ) async throws(TransportError) -> CloudResponse {
        let written = request.written()
        guard let url = endpoint.url(written.target) else {
            throw TransportError(.refused, "the request would leave \(endpoint.origin)")
        }
        let client = try connected()
        var outgoing = HTTPClientRequest(url: url)
        outgoing.method = HTTPMethod(rawValue: written.method)
        for header in written.headers {
            outgoing.headers.add(name: header.name, value: header.value)
        }
        if !written.body.isEmpty || !request.method.isReading {
            outgoing.body = .bytes(ByteBuffer(bytes: written.body))
        }
        let deadline = NIODeadline.now() + .nanoseconds(timeout.nanoseconds)
        let result = await race(timeout) { [outgoing] in
            await Self.exchange(client, outgoing, deadline)
        }
        return try result.get()
    }

    /// Closes every connection; the transport must not be used any more.
    package func shutDown() async {
        let client = client.withLock { client in
            defer { client = nil }
            return client
        }
        // What is left open belongs to a process that is about to end.
        try? await client?.shutdown()
    }

    // MARK: One exchange

    private static func exchange(
        _ client: HTTPClient, _ request: HTTPClientRequest, _ deadline: NIODeadline
    ) async -> Result<CloudResponse, TransportError> {
        do {
            let response = try await client.execute(request, deadline: deadline)
            do {
                let body = try await response.body.collect(upTo: CloudResponse.longestBody)
                let headers = response.headers.map {
                    CloudResponse.Header(name: $0.name, value: $0.value)
                }
                return .success(
                    CloudResponse(
                        status: Int(response.status.code), headers: headers,
                        body: Array(body.readableBytesView)))
            } catch is NIOTooManyBytesError {
                return .failure(.answerTooLong(Int(response.status.code)))
            } catch {
                return .failure(TransportError(error).afterTheHead)
            }
        } catch {
            return .failure(TransportError(error))
        }
    }

    /// Ends an exchange whose answer begins in time and then stands still.
    private func race(
        _ timeout: Duration,
        _ exchange: @escaping @Sendable () async -> Result<CloudResponse, TransportError>
    ) async -> Result<CloudResponse, TransportError> {
        await withTaskGroup(of: Result<CloudResponse, TransportError>?.self) { group in
            group.addTask { await exchange() }
            group.addTask { [clock] in
                do {
                    try await clock.sleep(for: timeout)
                    return .failure(.noAnswer(within: timeout))
                } catch {
                    return nil
                }
            }
            var result: Result<CloudResponse, TransportError>?
            for await next in group {
                result = result ?? next
                // A cancelled timer says nothing; the exchange says how it ended.
                if result != nil { group.cancelAll() }
            }
            return result ?? .failure(TransportError(.cancelled, "the request was stopped"))
        }
    }

    // MARK: The client

    private func connected() throws(TransportError) -> HTTPClient {
        if let client = client.withLock({ $0 }) { return client }
        let configuration = try configuration()
        return client.withLock { client in
            if let client { return client }
            let made = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                configuration: configuration)
            client = made
            return made
        }
    }

    private func configuration() throws(TransportError) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities = network.authorities {
            do {
                let certificates = try NIOSSLCertificate.fromPEMFile(authorities)
                tls.additionalTrustRoots = [.certificates(certificates)]
            } catch {
                throw TransportError(
                    .tlsFailure, "the authorities in \(authorities) cannot be read", cause: error)
            }
        }
        let proxy: ProxySettings.Server?
        do {
            proxy = try network.proxies.server(for: endpoint)
        } catch {
            throw TransportError(.refused, error.message, cause: error)
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .nanoseconds(network.connectTimeout.nanoseconds)),
            proxy: proxy.map(Self.proxy))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(50)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func proxy(_ server: ProxySettings.Server) -> HTTPClient.Configuration.Proxy {
        if server.speaksSOCKS { return .socksServer(host: server.host, port: server.port) }
        guard let login = server.login else { return .server(host: server.host, port: server.port) }
        return .server(
            host: server.host, port: server.port,
            authorization: login.reveal { text in
                let parts = text.split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return .basic(username: String(parts[0]), password: String(parts[1]))
            })
    }
}
