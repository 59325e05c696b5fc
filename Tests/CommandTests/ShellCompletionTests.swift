import Foundation
import Testing

/// The scripts of `graphene completion`, in real shells.
@Suite(.timeLimit(.minutes(10)))
struct ShellCompletionTests {
    private static let path = "\(GrapheneProcess.folder):/usr/local/bin:/usr/bin:/bin"

    private func shell(
        _ executable: String, _ arguments: [String], in folder: String
    ) async throws -> GrapheneProcess.Result {
        try await graphene(
            arguments,
            environment: [
                "PATH": Self.path, "HOME": folder, "TERM": "dumb", "LC_ALL": "C.UTF-8",
            ], in: folder, executable: executable)
    }

    /// What bash offers for a line that ends in the word under the cursor.
    private func bash(_ line: String, in folder: String) async throws -> [String] {
        let script = #"""
            source <(graphene completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            # As readline cuts a line: at white space, and `=` and `:` are words of their own.
            read -ra COMP_WORDS < <(sed -E 's/([=:])/ \1 /g' <<<"$1")
            [[ $1 == *[\ =:] ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _graphene
            printf '%s\n' "${COMPREPLY[@]}"
            """#
        let result = try await shell("/bin/bash", ["-c", script, "bash", line], in: folder)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func `bash knows the completion after its script was sourced`() async throws {
        let result = try await shell(
            "/bin/bash", ["-c", "source <(graphene completion bash) && complete -p graphene"],
            in: "/")

        #expect(result.output == "complete -F _graphene graphene\n")
        #expect(result.errors.isEmpty, "\(result.errors)")
    }

    @Test func `bash offers words, also behind an equals sign`() async throws {
        try await withFolder { folder in
            try folder.write(
                "graphene.params { db = { type = 'database' }, id = {} }", to: "a.lua")
            try folder.write("", to: "b.txt")

            #expect(try await bash("graphene expl", in: folder.path) == ["explain"])
            #expect(try await bash("graphene doc time.pa", in: folder.path) == ["time.parse"])
            #expect(try await bash("graphene run --output=jsonl", in: folder.path) == ["jsonl"])
            #expect(try await bash("graphene run ", in: folder.path) == ["a.lua"])
            #expect(
                try await bash("graphene run a.lua --simulator --param ", in: folder.path)
                    == ["db=", "id="])
            #expect(
                try await bash("graphene run a.lua --simulator --param db=dr/a", in: folder.path)
                    == ["dr/archive"])
        }
    }

    /// Types into a shell on a terminal, each line at a prompt, and returns all that it showed.
    private func session(
        _ executable: String, _ arguments: [String], _ lines: [String], until end: String,
        in folder: String
    ) async throws -> String {
        let process = try GrapheneProcess(
            arguments,
            environment: [
                "PATH": Self.path, "HOME": folder, "TERM": "xterm", "PS1": "ready> ",
                "LC_ALL": "C.UTF-8", "ZDOTDIR": folder,
            ], input: .terminal(columns: 100), in: folder, executable: executable)
        for (count, line) in lines.enumerated() {
            _ = await process.output.satisfies { text in
                text.split(separator: "ready> ", omittingEmptySubsequences: false).count > count + 1
            }
            process.type(line)
        }
        _ = await process.output.contains(end)
        process.type("\u{4}")
        process.hangUp()
        _ = await process.result()
        return process.output.text
    }

    @Test func `a Tab in bash completes the word`() async throws {
        try await withFolder { folder in
            let shown = try await session(
                "/bin/bash", ["--norc", "--noprofile", "-i"],
                ["source <(graphene completion bash)\n", "graphene explain lock\t\n"],
                until: "What to do", in: folder.path)

            #expect(shown.contains("Somebody else's operation"), "\(shown)")
        }
    }

    @Test func `a Tab in zsh completes the word`() async throws {
        try await withFolder { folder in
            let shown = try await session(
                "/usr/bin/zsh", ["-f", "-i"],
                [
                    "autoload -U compinit && compinit -u -D\n",
                    "source <(graphene completion zsh)\n", "graphene explain lock\t\n",
                ],
                until: "What to do", in: folder.path)

            #expect(shown.contains("Somebody else's operation"), "\(shown)")
        }
    }

    @Test func `zsh shows what words mean, and files beside them`() async throws {
        try await withFolder { folder in
            try folder.write("graphene.params { db = { type = 'database' } }", to: "nightly.lua")
            let shown = try await session(
                "/usr/bin/zsh", ["-f", "-i"],
                [
                    "autoload -U compinit && compinit -u -D\n",
                    "source <(graphene completion zsh)\n",
                    "graphene run ni\t--simulator --param d\tdr/arc\t\n",
                ],
                until: "ok: 0 changes", in: folder.path)

            #expect(shown.contains("ok: 0 changes"), "\(shown)")
            #expect(shown.contains("nightly.lua"), "\(shown)")
        }
    }

    @Test func `fish offers words with what they mean`() async throws {
        try await withFolder { folder in
            try folder.write("graphene.params { db = { type = 'database' } }", to: "a.lua")
            func fish(_ line: String) async throws -> [String] {
                let result = try await shell(
                    "/usr/bin/fish",
                    [
                        "--no-config", "-c",
                        "graphene completion fish | source; complete -C '\(line)'",
                    ], in: folder.path)
                #expect(result.errors.isEmpty, "\(result.errors)")
                return result.output.split(separator: "\n").map(String.init)
            }

            #expect(
                try await fish("graphene expl")
                    == ["explain\tExplain an error code: what it means, why it comes, what to do."])
            #expect(try await fish("graphene run a").first == "a.lua")
            #expect(try await fish("graphene run a.lua --param d") == ["db=\tdatabase"])
            #expect(
                try await fish("graphene run a.lua --simulator --param db=dr/a")
                    == ["db=dr/archive"])
            #expect(try await fish("graphene run --out").first?.hasPrefix("--output") == true)
        }
    }
}
