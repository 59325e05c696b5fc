extension ReferenceTopic {
    static let grants = ReferenceTopic(
        "grants", ["rights", "libraries", "delegation"], "Who may do what: grants",
        [
            "What a run may ask for are effects: "
                + Grant.allCases.map { "`\($0.rawValue)`" }.joined(separator: " ")
                + ". A script may have all of them, unless its project's manifest or the flags of "
                + "`graphene run` say less: `--allow read,pause` leaves only these, `--deny delete` "
                + "takes one, `--target 'staging/*'` lets only what matches be changed. What is not "
                + "granted raises `denied`.",
            "A library has none of them but those that the manifest of whoever requires it allows, and "
                + "never more than that one has itself; it may not read the script's parameters and "
                + "variables. Where it is required with other grants it is another instance, with a "
                + "state of its own. Plain Lua modules, of `lua_modules` or a folder of "
                + "`--lua-path`, have no grants.",
            "Rights go with the code that calls. A handle carries none: `db:pause()` in a library is "
                + "the library's own pause. A function has the rights of the module that wrote it, so "
                + "handing one over hands over what it does: `lib.run(function() db:pause() end)`. "
                + "`graphene.delegate(db, { \"pause\" })` makes an object that does so much for one "
                + "database. A function of yours that indexes what it is given with a name that it is "
                + "given, such as `function(t, k) return t[k] end`, gives your methods away.",
        ],
        example: """
            local hand = graphene.delegate("staging/orders", { "pause" })
            local function of_a_library(target) return target:pause() end
            print(of_a_library(hand), hand)
            """)
}
