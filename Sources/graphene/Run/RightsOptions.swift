import AccountConfiguration
import ArgumentParser
import ScriptHost

/// What a run may do at all, to which databases, and whose code it may load.
struct RightsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Let the run have only these effects, such as read,pause,resume; repeatable. In a project, \
            of what its manifest grants.
            """, valueName: "effects"))
    var allow: [String] = []

    @Option(
        help: ArgumentHelp("Take these effects from the run; repeatable.", valueName: "effects"))
    var deny: [String] = []

    @Option(
        name: .customLong("target"),
        help: ArgumentHelp(
            "Let the run change only what matches, such as 'staging/*'; repeatable.",
            valueName: "pattern"))
    var targets: [String] = []

    @Option(
        name: .customLong("on"),
        help: ArgumentHelp(
            """
            Let the run disrupt or destroy this database although it is protected, e.g. \
            production/orders; exact, repeatable.
            """, valueName: "database"))
    var exceptions: [String] = []

    @Flag(help: "Refuse everything that changes something.")
    var readOnly = false

    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "Allow at most so many changes of a kind, e.g. delete=1 or total=20; repeatable.",
            valueName: "kind=n"))
    var limits: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Let `require` find plain Lua modules in this folder, which get no rights; repeatable. \
            Those in lua_modules beside the script are found anyway.
            """, valueName: "folder"), completion: .directory)
    var luaPath: [String] = []

    /// The rules of a run, of the command line and of the configuration.
    func rules(_ configuration: EffectiveConfiguration) throws(RunFailure) -> ChangeRules {
        var rules = ChangeRules()
        rules.protect = configuration.protect
        rules.readOnly = configuration.readOnly
        rules.limits = configuration.limits
        for text in exceptions { rules.exceptions.append(try ExplicitTarget(text)) }
        return rules
    }

    /// Gives a run these grants and folders.
    ///
    /// - Throws: `usage` for what is no effect, no pattern or no folder.
    func apply(to configuration: inout RunConfiguration) throws(RunFailure) {
        configuration.grants.rules += try RunGrants.flags(
            allow: allow, deny: deny, targets: targets)
        configuration.luaPaths = try luaPath.map { path throws(RunFailure) in try LuaPath(path) }
    }

    /// The words of a command line that say the same.
    var words: [String] {
        let lists = [
            ("--on", exceptions), ("--limit", limits), ("--allow", allow), ("--deny", deny),
            ("--target", targets), ("--lua-path", luaPath),
        ]
        return (readOnly ? ["--read-only"] : [])
            + lists.flatMap { name, values in values.flatMap { [name, $0] } }
    }
}
