import JSONDocument

/// A request as bytes, for a transport to send.
package struct WireRequest: Sendable {
    package var method: String
    /// Path and query, percent-encoded.
    package var target: String
    /// Names in lower case; the token is among them.
    package var headers: [CloudResponse.Header]
    package var body: [UInt8]
}

extension CloudRequest {
    /// Writes the request out.
    ///
    /// A request without a body is marked as JSON too, as the cloud's own examples do.
    package func written() -> WireRequest {
        let (type, bytes) = body?.written() ?? ("application/json", [])
        var headers = [
            CloudResponse.Header(name: "accept", value: "*/*"),
            // Without it any coding would be acceptable.
            CloudResponse.Header(name: "accept-encoding", value: "identity"),
            CloudResponse.Header(name: "user-agent", value: "graphene"),
        ]
        if body != nil || !method.isReading {
            headers.append(CloudResponse.Header(name: "content-type", value: type))
        }
        if let token {
            let value = token.reveal { "Bearer " + $0 }
            headers.append(CloudResponse.Header(name: "authorization", value: value))
        }
        return WireRequest(
            method: method.rawValue, target: path.encoded + RequestPath.encode(query),
            headers: headers, body: bytes)
    }
}

extension CloudRequest.Body {
    func written() -> (type: String, bytes: [UInt8]) {
        switch self {
        case .json(let json): return ("application/json", Array(json.text.utf8))
        case .form(let fields):
            let pairs = fields.map { field in
                let value = field.value.reveal {
                    RequestPath.encode($0, keeping: RequestPath.unreserved)
                }
                return RequestPath.encode(field.name, keeping: RequestPath.unreserved) + "=" + value
            }
            return (
                "application/x-www-form-urlencoded", Array(pairs.joined(separator: "&").utf8)
            )
        case .upload(let file, let fileName, let fields):
            return Self.multipart(file, fileName, fields)
        }
    }

    private static func multipart(
        _ file: [UInt8], _ fileName: String, _ fields: [CloudRequest.FormField]
    ) -> (type: String, bytes: [UInt8]) {
        let boundary = boundary(besides: file)
        var bytes: [UInt8] = []
        for field in fields {
            bytes += "--\(boundary)\r\nContent-Disposition: form-data; ".utf8
            bytes += "name=\"\(quoted(field.name))\"\r\n\r\n".utf8
            bytes += field.value.reveal { Array($0.utf8) }
            bytes += "\r\n".utf8
        }
        bytes += "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; ".utf8
        bytes += "filename=\"\(quoted(fileName))\"\r\n".utf8
        bytes += "Content-Type: application/octet-stream\r\n\r\n".utf8
        bytes += file
        bytes += "\r\n--\(boundary)--\r\n".utf8
        return ("multipart/form-data; boundary=\(boundary)", bytes)
    }

    /// A line that the file does not hold, the same for the same file.
    private static func boundary(besides file: [UInt8]) -> String {
        var number = 0
        while true {
            let candidate = "graphene-part-\(number)-7c2f91"
            if file.firstRange(of: Array(candidate.utf8)) == nil { return candidate }
            number += 1
        }
    }

    private static func quoted(_ name: String) -> String {
        name.reduce(into: "") { result, character in
            switch character {
            case "\"": result += "%22"
            case "\r", "\n", "\r\n": result += "_"
            default: result.append(character)
            }
        }
    }
}
