import Diagnostics
import JSONDocument
import RunRecord
import ScriptAPI
import Timekeeping

/// What `graphene runs show` prints of a run.
enum RunText {
    static func show(
        _ run: RecordedRun, now sights: [Int64: CloudGlance.Sight]?, at now: Instant
    ) -> String {
        var lines = opening(run, at: now)
        let sections: [(String, RecordedEffect.Outcome)] = [
            ("under way", .underWay), ("done", .done), ("nothing had to be changed", .unchanged),
            (
                run.state == .interrupted
                    ? "accepted by the cloud, which may still be at it"
                    : "still running in the cloud when the run ended", .stillRunning
            ),
            ("failed in the cloud", .failed), ("unknown: look for yourself", .unknown),
            ("refused or failed, and changed nothing", .notDone), ("never started", .notStarted),
        ]
        for (title, outcome) in sections {
            let effects = run.effects(outcome)
            guard !effects.isEmpty else { continue }
            lines.append("\(title):")
            for effect in effects { lines += self.lines(for: effect, sights?[effect.id]) }
        }
        if let place = run.ending?.stoppedAt {
            lines.append("never started: what comes after \(place)")
        }
        if run.effects.allSatisfy({ [.notDone, .notStarted, .unchanged].contains($0.outcome) }) {
            lines.append("nothing was changed")
        }
        lines += run.gaps.map { "the record is not whole: \($0)" }
        let steps = GoingOn.steps(run)
        if !steps.isEmpty { lines.append("to go on, by hand:") }
        lines += steps.map { "  \($0.command)   # \($0.purpose)" }
        return lines.map { Printable.line($0) }.joined(separator: "\n") + "\n"
    }

    private static func opening(_ run: RecordedRun, at now: Instant) -> [String] {
        let header = run.header
        let place =
            header.mode == .live
            ? "live at \(header.cloud ?? "?"), as client \(header.client ?? "?")"
            : header.mode.rawValue
        var lines = [
            "run \(header.id)" + (header.key.map { ", named \($0)" } ?? "") + ": \(header.script), "
                + place,
            "started \(Timestamp.format(header.recordedAt)), "
                + "\(RunDescription.age(of: header.recordedAt, at: now)) ago"
                + (header.profile.map { ", with the profile \($0)" } ?? ""),
        ]
        if !header.libraries.isEmpty {
            let names = header.libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append("with the libraries \(names.joined(separator: ", "))")
        }
        switch run.state {
        case .running: lines.append("running: process \(header.process) is at it")
        case .interrupted:
            lines.append(
                "interrupted: its process is gone without a word; the record's last is of "
                    + Timestamp.format(run.lastAt))
        case .ended: lines.append(ended(run))
        }
        if let ending = run.ending, let code = ending.code {
            lines.append("error[\(code)]: \(ending.message ?? "")")
            if let hint = ending.hint { lines.append("  hint: \(hint)") }
            if let place = ending.place { lines.append("  at: \(place)") }
        }
        return lines
    }

    private static func ended(_ run: RecordedRun) -> String {
        guard let ending = run.ending else { return "" }
        let elapsed = DurationText.format(max(.zero, ending.at - run.header.startedAt))
        return "ended after \(elapsed) with exit status \(ending.exitStatus)"
    }

    private static func lines(
        for effect: RecordedEffect, _ sight: CloudGlance.Sight?
    ) -> [String] {
        var line = "  \(effect.verb) \(effect.target ?? "")"
        if let operation = effect.operation, effect.outcome != .done {
            line += " (operation \(operation))"
        }
        if let place = effect.place { line += ", at \(place)" }
        if let code = effect.code { line += " [\(code)]" }
        var lines = [line]
        if effect.outcome == .unknown, let request = effect.requests.last {
            lines.append(
                "    \(request.method) \(request.path) was to leave at "
                    + "\(Timestamp.format(request.at)), and no answer to it is recorded")
        }
        if effect.outcome == .underWay, let stage = effect.stage { lines.append("    \(stage)") }
        if let sight { lines.append("    now: \(sight.text)") }
        return lines
    }
}

/// What a person can run to go on from where a run was left.
enum GoingOn {
    struct Step {
        var command: String
        var purpose: String
    }

    static func steps(_ run: RecordedRun) -> [Step] {
        let id = String(run.header.id.prefix(12))
        switch run.state {
        case .running:
            return [Step(command: "graphene runs log \(id) --follow", purpose: "watch it")]
        case .ended where run.ending?.exitStatus == 0 && !run.needsLook: return []
        case .ended, .interrupted: break
        }
        var steps: [Step] = []
        if run.header.mode == .live, run.needsLook {
            steps.append(
                Step(
                    command: ShellText.line(
                        ["graphene", "runs", "show", id, "--refresh"] + account(run)),
                    purpose: "what the cloud says of it now"))
        }
        steps.append(
            Step(
                command: again(run),
                purpose: run.needsLook
                    ? "once that is settled: the script again, from its beginning"
                    : "the script again, from its beginning"))
        return steps
    }

    /// The command that starts the script again as it was started.
    private static func again(_ run: RecordedRun) -> String {
        var words = ["graphene", "run"] + (run.header.options ?? modeOption(run.header.mode))
        words += account(run)
        if let key = run.header.key { words += ["--run-id", key] }
        words.append(run.header.script == "stdin" ? "-" : run.header.script)
        for (name, value) in run.parameters.sorted(by: { $0.key < $1.key }) {
            for value in value.array ?? [value] {
                words += ["--param", "\(name)=\(value.string ?? value.text)"]
            }
        }
        let command = ShellText.line(words)
        let folder = run.header.folder
        return folder.isEmpty ? command : "cd \(ShellText.line([folder])) && \(command)"
    }

    /// The options that lead to the account that the run was on.
    private static func account(_ run: RecordedRun) -> [String] {
        var words: [String] = []
        if let cloud = run.header.cloud, cloud != "https://api.db.graphenedb.com" {
            words += ["--api-url", cloud]
        }
        return words + (run.header.profile.map { ["--profile", $0] } ?? [])
    }

    /// What a rehearsal must not be started without, where the record tells no options.
    private static func modeOption(_ mode: RunFacts.Mode) -> [String] {
        switch mode {
        case .simulated: ["--simulator"]
        case .rehearsal: ["--rehearse"]
        case .live, .test: []
        }
    }
}
