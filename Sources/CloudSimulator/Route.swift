/// Every call that the simulated cloud answers; the raw value is how faults and logs name it.
package enum Route: String, CaseIterable, Sendable {
    case signIn = "POST /organizations/oauth/token"
    case listEnvironments = "GET /deployments/environments"
    case listDatabases = "GET /deployments/environments/{e}/databases"
    case createEnvironment = "POST /deployments/environments"
    case createPeer = "POST /deployments/environments/{e}/peers"
    case deletePeer = "DELETE /deployments/environments/{e}/peers/{peer}"
    case createDatabase = "POST /deployments/databases/{v}"
    case readDatabase = "GET /deployments/databases/{v}/{d}"
    case readStatus = "GET /deployments/databases/{v}/{d}/status"
    case readOperation = "GET /deployments/databases/{v}/{d}/operations/{op}"
    case restart = "POST /deployments/databases/{v}/{d}/restart"
    case pause = "POST /deployments/databases/{v}/{d}/pause"
    case start = "POST /deployments/databases/{v}/{d}/start"
    case clone = "POST /deployments/databases/{v}/{d}/clone"
    case listSnapshots = "GET /deployments/databases/{v}/{d}/snapshots/manual"
    case createFromSnapshot = "POST /deployments/databases/{v}/restore"
    case restore = "POST /deployments/databases/{v}/{d}/restore"
    case deleteDatabase = "DELETE /deployments/databases/{v}/{d}"
    case switchConnections = "POST /deployments/databases/{v}/{d}/connections/switch"
    case changePlan = "POST /deployments/databases/{v}/{d}/plan/change"
    case listPlugins = "GET /deployments/databases/{v}/{d}/plugins"
    case uploadPlugin = "POST /deployments/databases/{v}/{d}/plugins"
    case deletePlugin = "DELETE /deployments/databases/{v}/{d}/plugins/{p}"
    case readSettings = "GET /deployments/databases/{v}/{d}/settings/config"
    case writeSettings = "PUT /deployments/databases/{v}/{d}/settings/config"
    case listPlans = "GET /deployments/plans"
    case listVersions = "GET /deployments/versions"
    case listVendorDatabases = "GET /deployments/databases/{v}"
    /// An extension: that the real cloud has this route, and under this name, is inferred.
    case createSnapshot = "POST /deployments/databases/{v}/{d}/snapshots/manual"
    /// An extension: that the real cloud has this route, and under this name, is inferred.
    case deleteSnapshot = "DELETE /deployments/databases/{v}/{d}/snapshots/manual/{s}"

    /// Whether the route changes something in the account; signing in does not.
    package var changes: Bool { !rawValue.hasPrefix("GET ") && self != .signIn }
}

/// A route's pattern, taken apart once.
private struct RoutePattern {
    let route: Route
    let method: String
    let segments: [Substring]

    static let all: [RoutePattern] = Route.allCases.map { route in
        let parts = route.rawValue.split(separator: " ")
        return RoutePattern(
            route: route, method: String(parts[0]), segments: parts[1].split(separator: "/"))
    }

    /// Returns the values of the placeholders, or nil when the path is not of this shape.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, value) in zip(segments, path) {
            if segment.hasPrefix("{") {
                values[String(segment.dropFirst().dropLast())] = value
            } else if segment != value {
                return nil
            }
        }
        return values
    }
}

extension Route {
    /// What a request line leads to.
    enum Resolution {
        case route(Route, [String: String])
        case wrongMethod(allowed: [String])
        case unknownPath
        case malformed(String)
    }

    static func resolve(method: String, target: String) -> Resolution {
        let path = target.prefix { $0 != "?" }
        guard path.hasPrefix("/"), !target.contains("#") else {
            return .malformed("the request target must be a path")
        }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decode(part.utf8) else {
                return .malformed("the path has a bad percent escape")
            }
            guard segment != ".", segment != ".." else {
                return .malformed("the path has dot segments")
            }
            segments.append(segment)
        }
        var allowed: [String] = []
        for pattern in RoutePattern.all {
            guard let values = pattern.match(segments) else { continue }
            if pattern.method == method { return .route(pattern.route, values) }
            allowed.append(pattern.method)
        }
        return allowed.isEmpty ? .unknownPath : .wrongMethod(allowed: allowed)
    }
}
