/// Writes a page for `man`, in the macros of man(7).
package struct Roff {
    private var lines: [String]

    /// Begins a page.
    ///
    /// - Parameters:
    ///   - title: The page's name, in any letters.
    ///   - section: The section of the manual.
    ///   - version: The release that it belongs to.
    package init(_ title: String, section: Int, version: String) {
        lines = [
            #".\" Written by `graphene doc --man`; changes are lost."#,
            ".TH \(title.uppercased()) \(section) \"\" \"graphene \(version)\"",
        ]
    }

    /// The page as a file.
    package var text: String { lines.joined(separator: "\n") + "\n" }

    package mutating func section(_ title: String) {
        lines.append(".SH \(Self.quoted(title.uppercased()))")
    }

    package mutating func subsection(_ title: String) { lines.append(".SS \(Self.quoted(title))") }

    /// A paragraph; what stands between backquotes is bold.
    package mutating func paragraph(_ text: String) {
        lines.append(".PP")
        lines.append(Self.inline(text))
    }

    /// An entry of a list: a term, and what is to say of it.
    package mutating func item(_ term: String, _ text: String) {
        lines += [".TP", #"\fB\#(Self.escaped(term))\fP"#]
        lines.append(text.isEmpty ? #"\&"# : Self.inline(text))
    }

    /// An entry of a list without terms.
    package mutating func bullet(_ text: String) {
        lines += [#".IP \(bu 2"#, Self.inline(text)]
    }

    /// Lines as they are, in a typewriter's letters.
    package mutating func example(_ text: String) {
        lines += [".PP", ".RS 4", ".EX"]
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map {
            Self.line(Self.escaped(String($0)))
        }
        lines += [".EE", ".RE"]
    }

    private static func quoted(_ text: String) -> String {
        "\"\(escaped(text).replacing("\"", with: #"\(dq"#))\""
    }

    private static func inline(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        let shown = parts.enumerated().map { index, part in
            let part = escaped(String(part))
            return index % 2 == 1 ? #"\fB\#(part)\fP"# : part
        }.joined()
        return shown.split(separator: "\n").map { line(String($0)) }.joined(separator: "\n")
    }

    /// A line that begins with a control character would be a request.
    private static func line(_ text: String) -> String {
        text.hasPrefix(".") || text.hasPrefix("'") ? #"\&"# + text : text
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += #"\e"#
            case "-": result += #"\-"#
            case "^": result += #"\(ha"#
            case "~": result += #"\(ti"#
            case "\t": result += "    "
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
            }
        }
        return result
    }
}
