/// What `luacheck` is told of the globals that scripts have.
enum LuacheckStandard {
    static var text: String {
        var lines = [
            "-- A script has these globals and no others; `luacheck` reads this file in their folder.",
            "std = \"graphene\"", "exclude_files = { \".graphene\" }", "max_line_length = false",
            "",
            "stds.graphene = {", "  read_globals = {",
        ]
        lines += wrapped(StandardLibrary.globals.map { "\"\($0)\"" }, indent: 4)
        for (name, fields) in StandardLibrary.tables { lines += table(name, fields, indent: 4) }
        lines += ["    graphene = {", "      fields = {"]
        lines += members
        lines += ["      },", "    },", "  },", "}"]
        lines += ["", "files[\"**/*_test.lua\"] = { read_globals = { \"expect\", \"test\" } }"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The fields of `graphene`, with the tables in it.
    private static var members: [String] {
        let shown = APITable.all.filter { $0.visibility == .function }
        var plain: [String] = []
        var spaces: [(name: String, fields: [String])] = []
        for name in shown.map(\.name) {
            let parts = name.split(separator: ".").map(String.init)
            guard parts.count == 2 else {
                plain.append("\(name) = {}")
                continue
            }
            if let index = spaces.firstIndex(where: { $0.name == parts[0] }) {
                spaces[index].fields.append(parts[1])
            } else {
                spaces.append((parts[0], [parts[1]]))
            }
        }
        var lines = wrapped(plain, indent: 8)
        for (name, fields) in spaces {
            lines += table(name, fields + (name == "json" ? ["null"] : []), indent: 8)
        }
        let run = ReferenceValue.values.first { $0.name == "run" }
        return lines + table("run", run?.fields.map(\.name) ?? [], indent: 8)
    }

    private static func table(_ name: String, _ fields: [String], indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        return ["\(space)\(name) = {", "\(space)  fields = {"]
            + wrapped(fields.map { "\($0) = {}" }, indent: indent + 4)
            + ["\(space)  },", "\(space)},"]
    }

    private static func wrapped(_ items: [String], indent: Int) -> [String] {
        TextTable.wrap(
            items.map { $0.replacing(" ", with: "\u{1}") + "," }.joined(separator: " "),
            width: 96 - indent
        ).map { String(repeating: " ", count: indent) + $0.replacing("\u{1}", with: " ") }
    }
}
