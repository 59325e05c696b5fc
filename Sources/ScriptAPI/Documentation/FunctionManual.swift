import Diagnostics

/// The manual page of the functions, `graphene-lua(3)`, rendered from the table.
package enum FunctionManual {
    package static func text(version: String) -> String {
        var page = Roff("graphene-lua", section: 3, version: version)
        page.section("Name")
        page.paragraph("graphene-lua - the functions that graphene gives to Lua scripts")
        page.section("Description")
        page.paragraph(
            "Scripts that `graphene run` runs have a global table `graphene`. Each example below runs "
                + "as it is on the sample account of the simulated cloud, and prints what follows it."
        )
        page.section("Topics")
        for topic in ReferenceTopic.all { add(topic, to: &page) }
        for group in APITable.groups {
            page.section(group.title)
            for function in group.functions where function.visibility != .prelude {
                add(function, to: &page)
            }
        }
        page.section("Values, handles and errors")
        for value in ReferenceValue.all { add(value, to: &page) }
        page.section("Error codes")
        for code in ErrorCode.allCases {
            page.item(
                code.rawValue, code.explanation.meaning + " Exit status \(code.exitStatusText).")
        }
        page.section("See also")
        page.paragraph("`graphene`(1), `graphene doc`, `graphene explain`")
        return page.text
    }

    private static func add(_ topic: ReferenceTopic, to page: inout Roff) {
        page.subsection(topic.title)
        for text in topic.text {
            guard text.hasPrefix("- ") else {
                page.paragraph(text)
                continue
            }
            for line in text.split(separator: "\n") { page.bullet(String(line.dropFirst(2))) }
        }
        add(topic.shownExample, to: &page)
    }

    private static func add(_ function: HostFunction, to page: inout Roff) {
        page.subsection(function.signature)
        page.paragraph(function.summary)
        for parameter in function.parameters {
            page.item(title(of: parameter), words(of: parameter))
            for member in parameter.members {
                page.item("\(parameter.name).\(title(of: member))", words(of: member))
            }
        }
        for option in function.options {
            page.item("opts.\(title(of: option))", words(of: option))
        }
        page.paragraph("Returns \(function.returns).")
        var raises = "Raises " + function.allRaises.joined(separator: ", ") + "."
        if let effect = function.effect {
            raises += " Effect: \(effect.rawValue), \(effect.phrase)."
        }
        page.paragraph(raises)
        add(function.shownExample, to: &page)
        page.paragraph("An error:")
        add(function.shownFailure, to: &page)
    }

    private static func add(_ value: ReferenceValue, to page: inout Roff) {
        page.subsection(value.qualifiedName)
        page.paragraph(value.summary)
        for field in value.fields {
            page.item("\(field.name) (\(LuaType.plain(field.luaType)))", field.help)
        }
        for method in value.methods { page.item(":\(method.name)()", method.help) }
        add(value.shownExample, to: &page)
    }

    private static func add(_ example: ReferenceExample, to page: inout Roff) {
        page.example(example.code)
        if !example.result.isEmpty { page.example(example.result) }
    }

    private static func title(of parameter: ParameterDescription) -> String {
        "\(parameter.name)\(parameter.isOptional ? "?" : "") (\(parameter.typeText))"
    }

    private static func words(of parameter: ParameterDescription) -> String {
        parameter.help + (parameter.defaultText.map { "; by default `\($0)`" } ?? "")
    }
}
