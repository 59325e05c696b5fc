/// Names that Lua has and scripts have not, with what to use instead: those of the prelude's
/// `25_absent.lua`, which a test compares.
enum AbsentNames {
    private static let noFiles =
        "scripts have no files: take data as parameters (`graphene.params`), "
        + "give it back with `graphene.output` or `print`"
    private static let noProcesses =
        "scripts start no programs: every effect is a function of `graphene`"
    private static let noInspection =
        "of `debug`, scripts have only `traceback`; see values with "
        + "`graphene.inspect`"
    private static let noLoader =
        "modules are found by `require` in the script's folder and its `lib/`"

    private static let onlyTests = "only tests have it: run the file with `graphene test`"

    /// By path, such as `os.execute`.
    static let advice: [String: String] = [
        "dofile": "put the code in a module and use `require`",
        "loadfile": "put the code in a module and use `require`, or `load` for text",
        "warn": "use `graphene.log.warn`",
        "module": "a module is a table that its file returns: `local M = {} … return M`",
        "setfenv": "Lua 5.4 has no `setfenv`; give `load` an environment as its fourth argument",
        "getfenv": "Lua 5.4 has no `getfenv`; a chunk's globals are in `_ENV`",
        "loadstring": "use `load`",
        "unpack": "use `table.unpack`",
        "test": onlyTests,
        "expect": onlyTests,
        "os.execute": noProcesses,
        "os.exit": "use `return`, `graphene.skip(reason)` or `graphene.fail(message)`",
        "os.getenv": "use `graphene.env(name)`; the run must grant the name with `--env NAME`",
        "os.remove": noFiles,
        "os.rename": noFiles,
        "os.tmpname": noFiles,
        "os.setlocale": "scripts run in the C locale",
        "io.open": noFiles,
        "io.lines": noFiles,
        "io.read": "take input as parameters: `graphene.params`; ask with `graphene.confirm`",
        "io.input": noFiles,
        "io.output": noFiles,
        "io.close": noFiles,
        "io.popen": noProcesses,
        "io.tmpfile": noFiles,
        "io.type": noFiles,
        "io.stdin": "take input as parameters: `graphene.params`",
        "string.dump": "functions cannot be turned into text",
        "debug.getinfo": noInspection,
        "debug.sethook": noInspection,
        "debug.getlocal": noInspection,
        "debug.getmetatable": noInspection,
        "debug.setmetatable": noInspection,
        "debug.getupvalue": noInspection,
        "debug.setupvalue": noInspection,
        "debug.setlocal": noInspection,
        "debug.gethook": noInspection,
        "debug.upvalueid": noInspection,
        "debug.upvaluejoin": noInspection,
        "debug.getuservalue": noInspection,
        "debug.setuservalue": noInspection,
        "debug.getregistry": noInspection,
        "package.loaded": noLoader,
        "package.preload": noLoader,
        "package.searchers": noLoader,
        "package.searchpath": noLoader,
        "package.loadlib": "scripts load no C libraries",
        "package.path": noLoader,
        "package.cpath": "scripts load no C libraries",
        "table.getn": "use `#list`",
        "math.pow": "use `x ^ y`",
    ]
}
