/// Something that concerns many functions: a page of its own in the reference.
package struct ReferenceTopic: Sendable {
    package let name: String
    /// Other names that a person may ask for it by.
    package let aliases: [String]
    /// One line.
    package let title: String
    /// Paragraphs; lines that begin with `- ` are a list.
    package let text: [String]
    package let example: String

    init(
        _ name: String, _ aliases: [String] = [], _ title: String, _ text: [String], example: String
    ) {
        self.name = name
        self.aliases = aliases
        self.title = title
        self.text = text
        self.example = example
    }

    /// All of them, in the order of the reference.
    package static let all = [
        names, handles, durations, times, parameters, options, errors, cleanup, concurrency, limits,
        grants, modules,
    ]
}

extension ReferenceTopic {
    private static let names = ReferenceTopic(
        "names", ["references", "naming"], "How a script names databases, environments, snapshots",
        [
            "A database is named by a handle, by `\"environment/name\"`, by `\"id:…\"`, or by its "
                + "connection URL or domain, which finds the database that carries it now. For "
                + "reading, a bare name will do when only one database has it; a function that "
                + "changes something refuses it and says the full one.",
            "An environment is named by a handle, its label or `\"id:…\"`; a snapshot by a handle, or "
                + "by `\"environment/name@label\"`. A name that fits several things is an error that "
                + "lists them.",
        ],
        example: """
            local url = graphene.db("production/orders").bolt_url
            print(graphene.db(url), graphene.db("experiments"))
            """)

    private static let handles = ReferenceTopic(
        "handles", ["handle", "methods"], "What functions return: handles",
        [
            "What stands for an object of the cloud's is a handle: a database, an environment, a "
                + "snapshot, an operation. It holds the fields as of the call that returned it, and "
                + "`:refresh()` reads them again. It is pinned to the object's id: after a switch of "
                + "connections or a renaming it still means the same one.",
            "A function whose first argument is such an object is a method of the handle too: "
                + "`db:pause()` is `graphene.pause(db)`. Handles are equal when they mean the same "
                + "object, and cannot be written to. A field that the kind does not have is an error.",
        ],
        example: """
            local db = graphene.db("staging/orders")
            print(db, db.state, db:pause().state)
            print(db.state, db:refresh().state, db == graphene.db("staging/orders"))
            """)

    private static let durations = ReferenceTopic(
        "durations", ["units"], "How long: durations",
        [
            "A number is seconds; a text has units: `\"90s\"`, `\"15m\"`, `\"2h30m\"`, `\"7d\"`, "
                + "`\"500ms\"`. Units go from the largest to the smallest and each comes once. There "
                + "are no months and no years, which are not always equally long.",
            "Functions that tell a duration give seconds, as a number; `graphene.time.human` writes "
                + "one for people.",
        ],
        example: """
            print(graphene.duration("2h30m"), graphene.duration(90), graphene.time.human(9000))
            """)

    private static let times = ReferenceTopic(
        "times", ["dates"], "When: times",
        [
            "A time is a value: `tostring` writes it in RFC 3339 and UTC, times compare, the "
                + "difference of two is seconds, and a duration can be added or taken away. "
                + "`graphene.time.parse` reads one from text, `graphene.time.ago` counts back.",
            "All times are the run's: on the simulated cloud they pass virtually, and `os.time` and "
                + "`os.date` agree with them.",
        ],
        example: """
            local night = graphene.time.parse("2026-11-23T01:00:00Z")
            print(night + "90m", graphene.time.now() - night, night < graphene.time.now())
            """)

    private static let parameters = ReferenceTopic(
        "parameters", ["params"], "What a script is given: parameters",
        [
            "`graphene.params` declares them, by name, before any effect; the run's `--param "
                + "name=value` and `--params FILE` give their values. All of them are checked at "
                + "once, and the cloud is asked for those of the types `database`, `environment`, "
                + "`snapshot` and `version`, so that a run with a mistake in it does nothing.",
            "The types are " + ParameterType.names + ". A secret is given as `env:NAME` or "
                + "`file:PATH`; the script gets a value that it can pass on and not read. "
                + "`graphene run SCRIPT --help` shows what a script takes.",
        ],
        example: """
            -- graphene run … --param db=production/orders
            local params = graphene.params {
              db = { type = "database", required = true, help = "what is copied" },
              keep = { type = "duration", default = "7d", min = "1h" },
              plans = { type = "list", default = { "DS1" } },
            }
            print(params.db, params.keep, #params.plans)
            """)
}
