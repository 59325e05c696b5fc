import Synchronization

/// A time in which nothing is under way that would have to be put in order: Ctrl-C may end the process
/// at once.
enum Standstill {
    private static let count = Mutex(0)

    static var isNow: Bool { count.withLock { $0 > 0 } }

    static func during<Value>(_ body: () throws -> Value) rethrows -> Value {
        count.withLock { $0 += 1 }
        defer { count.withLock { $0 -= 1 } }
        return try body()
    }

    static func during<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        count.withLock { $0 += 1 }
        defer { count.withLock { $0 -= 1 } }
        return try await body()
    }
}
