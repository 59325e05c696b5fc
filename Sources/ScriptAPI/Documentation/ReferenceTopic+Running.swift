extension ReferenceTopic {
    static let options = ReferenceTopic(
        "options", ["waiting", "opts"], "The last argument: options",
        [
            "Options come last, in one table, and it is closed: a key that the function does not have "
                + "is an error that suggests the nearest one.",
            "Whatever changes something waits for its end and returns the object as it is then, and "
                + "whether anything was changed: pausing what is paused sends nothing. `timeout` says "
                + "how long to wait, `wait = false` returns an operation at once, `locked_timeout` how "
                + "long to wait for somebody else's operation, `reason` is for the record.",
        ],
        example: """
            local db, changed = graphene.pause("staging/customers", { timeout = "10m" })
            print(db, changed)
            """)

    static let errors = ReferenceTopic(
        "errors", ["failures"], "What goes wrong: errors",
        [
            "A failure raises a table, which `pcall` gives back. Match on its `code`, which is stable; "
                + "its text is for people. A script that does not catch it ends with the exit status "
                + "of the code. `graphene explain CODE` says what a code means and what to do.",
            "A function's page names the codes that are its own. Whatever asks the cloud may raise "
                + "`auth`, `forbidden`, `rate_limited` and `unavailable` too; whatever changes "
                + "something, `protected`, `denied`, `limit_exceeded` and `outcome_unknown`; "
                + "whatever waits, `cancelled`.",
            "What may honestly be absent is looked up with functions that return nil: "
                + "`graphene.find_db`, `graphene.latest_snapshot`. What may pass is tried again with "
                + "`graphene.retry`. A timeout is no reason to send a change once more: it may still "
                + "be under way, and `err.operation:wait()` waits for it.",
        ],
        example: """
            local ok, err = pcall(graphene.restart, "staging/customers")
            print(ok, err.code, err.retryable)
            """)

    static let cleanup = ReferenceTopic(
        "cleanup", ["clean-up", "handlers"], "Whatever happens: clean-up",
        [
            "`graphene.defer` registers a function that runs when the task ends, however it ends; "
                + "`graphene.on_error` one that runs when it fails, times out or meets a limit, but "
                + "not when a person stops the run. They run in reverse order and may have effects.",
            "`local scope <close> = graphene.defer(fn)` runs it at the end of the block already.",
        ],
        example: """
            do
              local scope <close> = graphene.defer(function() print("at the end of the block") end)
              print("in the block")
            end
            print("after it")
            """)

    static let concurrency = ReferenceTopic(
        "concurrency", ["tasks"], "Several at a time",
        [
            "`graphene.map` calls a function with each item of a list, `graphene.parallel` calls "
                + "several functions; both wait for all. The script's own coroutines work as in Lua, "
                + "with effects in them.",
            "By default the first failure stops `map`; with `failures = \"collect\"` all are tried, "
                + "and failures that the script never looks at end the run with exit status 9.",
        ],
        example: """
            local dbs = graphene.databases { env = "staging", state = "running" }
            local results = graphene.map(dbs, graphene.restart, { failures = "collect" })
            print(results.ok_count, results:raise() == results)
            """)

    static let limits = ReferenceTopic(
        "limits", ["effects", "protection"], "What a run may do",
        [
            "Every function that touches the cloud is of a class:",
            EffectClass.allCases.map { "- \($0.rawValue): \($0.phrase)" }.joined(separator: "\n"),
            "What disrupts or destroys (D and X) a protected database is refused unless the run names "
                + "it with `--on`. `--read-only` refuses all but R, `--limit delete=1` counts, and a "
                + "script can narrow what it may do itself with `graphene.limits`; nothing widens it.",
        ],
        example: """
            graphene.limits { total = 1 }
            print(graphene.pause("staging/orders"))
            print(pcall(graphene.pause, "staging/catalog"))
            """)

    static let modules = ReferenceTopic(
        "modules", ["sandbox", "lua"], "The Lua that scripts are written in",
        [
            "Scripts are Lua 5.4 with `string`, `table`, `math`, `utf8` and `coroutine`; of `os` there "
                + "is `time date clock difftime`, of `io` `write stdout stderr`, of `debug` "
                + "`traceback`. `load` takes text only. There are no files, no programs and no network "
                + "but what `graphene` has; using a name that is absent on purpose says what to use "
                + "instead.",
            "`require` finds the libraries of the project, then modules in the script's folder and in "
                + "its `lib/`, then plain Lua modules: those that LuaRocks has put into `lua_modules`, "
                + "and those in a folder that `--lua-path` names. A module is a table that its file "
                + "returns, and has globals of its own. What needs files, sockets or C does not work. "
                + "`graphene` is global, and read-only.",
        ],
        example: """
            print(_VERSION, io.open, os.getenv)
            print(pcall(function() return io.open("file") end))
            """)
}
