import ArgumentParser
import Diagnostics
import Glibc

/// Starts a script, with its test beside it.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Start a script from a template, with a test beside it.",
        usage: "graphene new <name>",
        discussion: """
            It writes NAME.lua, with an opening comment, typed parameters and a guard that leaves \
            production alone unless a person agrees, and NAME_test.lua, whose tests pass at once. \
            NAME may begin with a folder that exists. Nothing is overwritten.

            EXAMPLES:
              graphene new restart_waiting
              graphene new scripts/weekly_report
            """)

    @Argument(help: "The script's name: small letters, digits and `_`, without `.lua`.")
    var name: String

    func run() throws {
        let (folder, bare) = try Self.checked(name)
        let (script, test) = ("\(folder)\(bare).lua", "\(folder)\(bare)\(TestFiles.ending)")
        for path in [script, test] where access(path, F_OK) == 0 {
            throw UsageFailure(
                "\(path) is there already, and nothing is overwritten",
                hint: "choose another name, or move it away")
        }
        try Self.write(ScriptTemplate.script(bare), to: script)
        do throws(UsageFailure) {
            try Self.write(ScriptTemplate.test(bare), to: test)
        } catch {
            unlink(script)
            throw error
        }
        try StandardOutput.print(
            """
            wrote \(script) and \(test)
            next:
              graphene test \(ShellText.line([test]))
              graphene run --simulator \(ShellText.line([script]))
              graphene run --rehearse \(ShellText.line([script]))    on a copy of your account
            """)
    }

    /// The folder with its slash, and the name without.
    private static func checked(
        _ name: String
    ) throws(UsageFailure) -> (folder: String, bare: String) {
        let slash = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        let (folder, bare) = (String(name[..<slash]), String(name[slash...]))
        func refusal(_ reason: String, _ hint: String) -> UsageFailure {
            UsageFailure("`\(name)` cannot be a script's name: \(reason)", hint: hint)
        }
        if bare.hasSuffix(".lua") {
            throw refusal(
                "it ends in `.lua`, which is added",
                "write `graphene new \(folder)\(bare.dropLast(4))`")
        }
        let isWord = bare.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
        }
        guard let first = bare.utf8.first, (97...122).contains(first), isWord else {
            throw refusal(
                "it must be small letters, digits and `_`, and begin with a letter",
                "write it like `nightly_pause`, so that `require` finds it too")
        }
        guard bare.utf8.count <= 60 else {
            throw refusal("it is longer than 60 characters", "choose a shorter one")
        }
        guard !bare.hasSuffix("_test") else {
            throw refusal("names that end in `_test` are those of tests", "leave out `_test`")
        }
        guard folder.isEmpty || access(folder, X_OK) == 0 else {
            throw UsageFailure(
                "cannot write into \(folder): \(String(cString: strerror(errno)))",
                hint: "make the folder first: `mkdir -p \(folder)`")
        }
        return (folder, bare)
    }

    private static func write(_ text: String, to path: String) throws(UsageFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw UsageFailure(
                "cannot write \(path): \(String(cString: strerror(errno)))",
                hint: "go to a folder that you may write to")
        }
        var problem = OutputStream.write(Array(text.utf8), to: descriptor)?.number
        if close(descriptor) != 0, problem == nil { problem = errno }
        guard let problem else { return }
        unlink(path)
        throw UsageFailure(
            "cannot write \(path): \(String(cString: strerror(problem)))",
            hint: "make room on the disk")
    }
}
