import Diagnostics
import Foundation
import Testing

/// The published list of attacks is made of their headers; `UPDATE_GOLDEN=1` rewrites it and still
/// fails.
struct TableTests {
    private static let file = Attack.folder.appending(
        path: "../../../Sources/ScriptHost/ScriptHost.docc/Attacks.md"
    ).standardizedFileURL

    @Test func `the documentation lists every attack, its promise and what holds it`() throws {
        let environment = ProcessInfo.processInfo.environment
        guard environment["ATTACK_DEFENCE"] == nil else { return }
        let text = try Self.article(of: Attack.all)

        if environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: Self.file)
            Issue.record("rewrote \(Self.file.lastPathComponent)")
            return
        }
        let committed = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(text == committed, "UPDATE_GOLDEN=1 swift test --filter AttackTests rewrites it")
    }

    private static func article(of attacks: [Attack]) -> String {
        let families = Family.allCases.map { family in
            let rows = attacks.filter { $0.family == family }.map(row)
            let head = [
                "## \(family.rawValue.prefix(1).uppercased())\(family.rawValue.dropFirst())", "",
                "| attack | promise | defence | held: the run ends with |", "|---|---|---|---|",
            ]
            return (head + rows).joined(separator: "\n")
        }
        let walls = Defence.allCases.compactMap { defence in
            defence.wall.map { "- *\(defence.rawValue)*: \($0)." }
        }
        return """
            # What scripts have tried

            The scripts that try to break out of the sandbox, and what holds each.

            \(attacks.count) attacks stand in `Tests/AttackTests/Attacks/`, and this list is made of
            them. `make test` runs each in a script process of its own: it must end as the table says,
            leave no process behind, stay below its memory limit and change nothing in the cloud, and an
            honest script must run after it in the same host. Where an end is `ok`, the script itself has
            checked that it got nothing. `make mutate` takes the defences away one at a time; at least
            one attack must then succeed. These cannot be taken away:

            \(walls.joined(separator: "\n"))

            \(families.joined(separator: "\n\n"))

            """
    }

    private static func row(_ attack: Attack) -> String {
        let endings = attack.endings.map { ending in
            switch ending {
            case .ok: "`ok`"
            case .error(let code): "`\(code.rawValue)`"
            }
        }
        let cells = [
            attack.title, attack.promise.rawValue, attack.defence.rawValue,
            endings.joined(separator: " or "),
        ]
        return "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
    }
}
