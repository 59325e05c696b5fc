/// Reads `multipart/form-data` (RFC 7578).
enum Multipart {
    struct Part {
        var name: String
        var filename: String?
        var bytes: ArraySlice<UInt8>

        var text: String? { String(validating: bytes, as: UTF8.self) }
    }

    /// Returns the parts in order; nil when the body is malformed.
    static func parts(of body: [UInt8], contentType: String) -> [Part]? {
        guard let boundary = parameter("boundary", of: contentType), !boundary.isEmpty else {
            return nil
        }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var position = delimiter.count - 2
        guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
        var parts: [Part] = []
        while true {
            if body[position...].starts(with: "--".utf8) { return parts }
            guard body[position...].starts(with: "\r\n".utf8),
                let end = find(delimiter, in: body, from: position),
                let part = part(body[(position + 2)..<max(end, position + 2)])
            else { return nil }
            parts.append(part)
            position = end + delimiter.count
        }
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
        let all = Array(bytes)
        guard let headEnd = find(Array("\r\n\r\n".utf8), in: all, from: 0),
            let head = String(validating: all[..<headEnd], as: UTF8.self)
        else { return nil }
        for line in head.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-disposition",
                let name = parameter("name", of: String(parts[1]))
            else { continue }
            return Part(
                name: name, filename: parameter("filename", of: String(parts[1])),
                bytes: all[(headEnd + 4)...])
        }
        return nil
    }

    /// Returns a parameter of a header's value, without its quotes.
    private static func parameter(_ name: String, of value: String) -> String? {
        for part in value.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == name else {
                continue
            }
            let text = pair[1].drop { $0 == " " }
            return text.hasPrefix("\"")
                ? String(text.dropFirst().prefix { $0 != "\"" }) : String(text)
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count, start <= bytes.count - needle.count else { return nil }
        var index = start
        let last = bytes.count - needle.count
        while index <= last {
            if bytes[index] == needle[0],
                bytes[index..<(index + needle.count)].elementsEqual(needle)
            {
                return index
            }
            index += 1
        }
        return nil
    }
}
