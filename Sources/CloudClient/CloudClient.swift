import AsyncHTTPClient
package func placeholder() -> String { "\(HTTPClient.self)" }
