/// The reference, for `help` in a session.
enum Help {
    static let all = [help]

    private static let help = HostFunction(
        "help",
        "Tells whether the reference has a page of that name; an empty one is its contents.",
        Parameter<String>("name", "what `graphene doc` takes"),
        options: .none,
        returns: "nothing; it raises when there is none",
        raises: [],
        source: "the table of all functions",
        example: #"vm.ask("help", "clone")"#,
        place: .answer,
        front: .prelude,
        visibility: .prelude
    ) { call, name in
        if !name.isEmpty, !call.context.hasPage(name) { _ = try ReferencePage.page(for: name) }
        return []
    }
}
