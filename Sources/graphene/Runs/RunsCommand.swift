import ArgumentParser
import Diagnostics
import JSONDocument
import RunRecord
import ScriptAPI
import Timekeeping

/// What the runs of this machine did.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs recorded on this machine, or tell what one of them did.",
        discussion: """
            Each run appends what it does to a file of its own below $GRAPHENE_STATE_DIR/runs, else \
            $XDG_STATE_HOME/graphene/runs, else ~/.local/state/graphene/runs. What it is about to \
            change is on the disk before the request leaves, so that a run which was killed is \
            told from its record.

            EXAMPLES:
              graphene runs
              graphene runs show 3fa2c1 --refresh
              graphene runs log 3fa2c1 --follow
            """,
        subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsLogCommand.self],
        defaultSubcommand: RunsListCommand.self)

    /// Where this person's runs are recorded.
    static func folder() throws -> RunFolder {
        guard let folder = RunFolder(environment: surroundings.environment) else {
            throw RecordError(
                .config,
                "there is no place for records: none of GRAPHENE_STATE_DIR, XDG_STATE_HOME and "
                    + "HOME names a folder",
                hint: "set GRAPHENE_STATE_DIR to where they were written")
        }
        return folder
    }
}

/// What standard output gets from a command that is no run.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

struct RunsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List runs, the newest first.")

    @Option(name: .customLong("output"), help: "What standard output gets: text or json.")
    var format = DocumentFormat.text

    @Option(help: "How many runs to list at most; 0 is all.")
    var limit = 20

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit must not be negative.") }
    }

    func run() throws {
        let all = try RunHistory(RunsCommand.folder()).items()
        let items = limit == 0 ? all : Array(all.prefix(limit))
        switch format {
        case .json:
            let rows = items.map { item -> JSONValue in
                switch item {
                case .run(let run): RunDescription.row(run)
                case .unreadable(let id, let error):
                    ["id": .string(id), "state": "unreadable", "error": .string(error.message)]
                }
            }
            try StandardOutput.print(document: .array(rows))
        case .text:
            try StandardOutput.print(Self.text(items, at: WallClock.now), terminator: "")
            if all.isEmpty { StandardError.write("no runs are recorded yet") }
            if items.count < all.count {
                StandardError.write("and \(all.count - items.count) older: `--limit 0` lists all")
            }
        }
    }

    private static func text(_ items: [RunHistory.Item], at now: Instant) -> String {
        guard !items.isEmpty else { return "" }
        let head = ["AGE", "SCRIPT", "PROFILE", "MODE", "STATE", "EXIT", "RUN"]
        let rows = items.map { item -> [String] in
            switch item {
            case .run(let run):
                [
                    RunDescription.age(of: run.header.recordedAt, at: now), run.header.script,
                    run.header.profile ?? "-", run.header.mode.rawValue,
                    RunDescription.state(of: run), run.ending.map { "\($0.exitStatus)" } ?? "-",
                    String(run.header.id.prefix(12)) + (run.header.key.map { " (\($0))" } ?? ""),
                ]
            case .unreadable(let id, let error):
                ["-", "-", "-", "-", "unreadable", "-", "\(id.prefix(12)): \(error.message)"]
            }
        }
        return AlignedText.columns([head] + rows)
    }
}

/// Cells under one another, each on one line.
enum AlignedText {
    static func columns(_ rows: [[String]]) -> String {
        let rows = rows.map { $0.map { Printable.line($0) } }
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { cells in
            cells.enumerated().map { column, cell in
                column == cells.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }.joined() + "\n"
        }.joined()
    }
}
