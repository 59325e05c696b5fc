import CConfinement
import CLinux
import Glibc

/// What keeps a script process from doing harm on this machine, tried from inside of one.
package struct ConfinementExamination: Sendable {
    /// Something that no script process may do.
    package struct Attempt: Sendable {
        /// As in "cannot open a file".
        package var name: String
        /// What became of it with every layer on.
        package var confined: Outcome
        /// And without the filter of system calls, which refuses all of it first.
        package var withoutFilter: Outcome

        /// Whether it was seen that a script process cannot do it; one that could not say shows nothing.
        package var isHeld: Bool {
            switch confined {
            case .ended, .refused: true
            case .done, .unclear: false
            }
        }
    }

    package enum Outcome: Hashable, Sendable {
        case done
        /// The filter ended the process.
        case ended
        /// The kernel's own words.
        case refused(String)
        /// The process could not say.
        case unclear(String)
    }

    package var layers: [String] = []
    /// The layers that this kernel lacks, each with why.
    package var missing: [String] = []
    package var attempts: [Attempt] = []

    /// Starts a script process, the program at this path, for each thing to try.
    package static func run(_ scriptProcess: String) async throws -> ConfinementExamination {
        var result = ConfinementExamination()
        let filter = GCONFINE_CALLS.rawValue
        result.layers = (0..<GCONFINE_LAYERS.rawValue).map { number in
            String(cString: gconfine_layer_name(gconfine_layer(number)))
        }
        for number in 0..<GCONFINE_ATTEMPTS.rawValue {
            let confined = try await attempt(number, without: 0, scriptProcess)
            let unfiltered = try await attempt(number, without: 1 << filter, scriptProcess)
            // With the filter on, the process did not live to tell.
            let told = (unfiltered.missing + confined.missing).filter {
                !result.missing.contains($0)
            }
            result.missing += told
            result.attempts.append(
                Attempt(
                    name: String(cString: gconfine_attempt_name(gconfine_attempt(number))),
                    confined: confined.outcome, withoutFilter: unfiltered.outcome))
        }
        return result
    }

    private static func attempt(
        _ number: UInt32, without: UInt32, _ scriptProcess: String
    ) async throws -> (outcome: Outcome, missing: [String]) {
        let child = try await Spawner.spawn(
            scriptProcess, limits: RunLimits(), more: ["\(number)", "\(without)"])
        let (status, text) = await Task.detached { end(of: child) }.value
        let lines = text.split(separator: "\n").map(String.init)
        let missing = lines.compactMap { $0.dropPrefix("missing: ") }
        let outcome: Outcome =
            if status == GCONFINE_STATUS {
                .ended
            } else if lines.last == "done" {
                .done
            } else if let reason = lines.last?.dropPrefix("refused: ") {
                .refused(reason)
            } else {
                .unclear("it exited with status \(status): \(text)")
            }
        return (outcome, missing)
    }

    /// Blocks for what it says and for its end.
    private static func end(of child: Spawner.Child) -> (status: Int32, text: String) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var waiting = pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0)
        while true {
            poll(&waiting, 1, -1)
            let count = read(child.errors, &buffer, buffer.count)
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        var status: Int32 = 0
        while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
        close(child.channel)
        close(child.errors)
        return (status >> 8 & 0xff, String(decoding: bytes, as: UTF8.self))
    }
}

extension String {
    fileprivate func dropPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
