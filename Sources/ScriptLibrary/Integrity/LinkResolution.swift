import Diagnostics

/// Follows the links of a library, without a disk: each must end inside it.
struct LinkResolution {
    /// As many as the kernel follows.
    private static let mostLinks = 40

    private let targets: [[UInt8]: [UInt8]]

    init(_ links: [(path: String, target: [UInt8])]) {
        targets = Dictionary(
            links.map { (Array($0.path.utf8), $0.target) }, uniquingKeysWith: { first, _ in first })
    }

    /// Follows one link.
    ///
    /// - Throws: `integrity` when it leads out, also by way of others, or in a circle.
    func check(_ path: String, _ target: [UInt8]) throws(LibraryError) {
        guard let reason = problem(with: path, target) else { return }
        let place = String(decoding: target, as: UTF8.self)
        throw LibraryError(
            .integrity,
            "the library has a link `\(path)` to `\(place)`, which \(reason)")
    }

    private func problem(with path: String, _ target: [UInt8]) -> String? {
        guard !target.isEmpty, !target.contains(0) else { return "points nowhere" }
        guard String(validating: target, as: UTF8.self) != nil else { return "is no UTF-8" }
        do {
            _ = try follow(path)
            return nil
        } catch {
            return error.rawValue
        }
    }

    /// Why a path leads to nothing.
    enum Failure: String, Error {
        case out = "leads out of the library"
        case circle = "leads in a circle"
    }

    /// Follows all links of a path.
    ///
    /// - Returns: The path of what it leads to, which may not be there.
    /// - Throws: What it leads to instead.
    func follow(_ path: String) throws(Failure) -> String {
        // What is still to be walked, the next step last.
        var ahead = Array(Self.steps(Array(path.utf8)).reversed())
        var place: [ArraySlice<UInt8>] = []
        var followed = 0
        while let step = ahead.popLast() {
            if step.elementsEqual("..".utf8) {
                guard place.popLast() != nil else { throw .out }
                continue
            }
            place.append(step)
            guard let target = targets[Array(place.joined(separator: "/".utf8))] else { continue }
            followed += 1
            guard followed <= Self.mostLinks else { throw .circle }
            guard target.first != UInt8(ascii: "/") else { throw .out }
            place.removeLast()
            ahead += Self.steps(target).reversed()
        }
        return String(decoding: Array(place.joined(separator: "/".utf8)), as: UTF8.self)
    }

    private static func steps(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
        path.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    }
}
