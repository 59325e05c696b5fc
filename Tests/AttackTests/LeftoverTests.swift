import Foundation
import Glibc
import Testing

/// What attacks leave in the host's own process, which no other test shares.
struct LeftoverTests {
    @Test func `no attack leaves a descriptor or a child in the host`() async {
        await #expect(processExitsWith: .success) {
            let names = [
                "memory/tables_kept.lua", "swallowed_errors/pcall_loop.lua",
                "floods/effects_at_once.lua", "bugs_of_liblua/gmatch_again.lua",
                "coroutines/resumed_while_waiting.lua", "values_to_the_host/cycle_returned.lua",
            ]
            _ = try await AttackRun.honest()
            let before = Self.openDescriptors
            for name in names { _ = try await AttackRun(Attack(name)) }
            guard Self.openDescriptors == before else { exit(3) }
            guard waitpid(-1, nil, WNOHANG) == -1, errno == ECHILD else { exit(4) }
        }
    }

    private static var openDescriptors: [String] {
        let all = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (all ?? []).filter { fcntl(Int32($0) ?? -1, F_GETFD) >= 0 }.sorted()
    }
}
