-- Names that Lua has and scripts have not. They read as nil, because code probes for names; the
-- error of using one carries what to use instead.
local vm = ...
local lib = vm.lib

local match, format = string.match, string.format

local M = {}

local no_files = "scripts have no files: take data as parameters (`graphene.params`), "
  .. "give it back with `graphene.output` or `print`"
local no_processes = "scripts start no programs: every effect is a function of `graphene`"
local no_inspection =
  "of `debug`, scripts have only `traceback`; see values with `graphene.inspect`"
local no_loader = "modules are found by `require` in the script's folder and its `lib/`"

local only_tests = "only tests have it: run the file with `graphene test`"

---@type table<string, string>
local globals = {
  dofile = "put the code in a module and use `require`",
  loadfile = "put the code in a module and use `require`, or `load` for text",
  warn = "use `graphene.log.warn`",
  module = "a module is a table that its file returns: `local M = {} … return M`",
  setfenv = "Lua 5.4 has no `setfenv`; give `load` an environment as its fourth argument",
  getfenv = "Lua 5.4 has no `getfenv`; a chunk's globals are in `_ENV`",
  loadstring = "use `load`",
  unpack = "use `table.unpack`",
  test = only_tests,
  expect = only_tests,
}

---@type table<string, {[1]: string, [2]: string}>
local fields = {
  execute = { "os.execute", no_processes },
  exit = { "os.exit", "use `return`, `graphene.skip(reason)` or `graphene.fail(message)`" },
  getenv = { "os.getenv",
    "use `graphene.env(name)`; the run must grant the name with `--env NAME`" },
  remove = { "os.remove", no_files },
  rename = { "os.rename", no_files },
  tmpname = { "os.tmpname", no_files },
  setlocale = { "os.setlocale", "scripts run in the C locale" },
  open = { "io.open", no_files },
  lines = { "io.lines", no_files },
  read = { "io.read", "take input as parameters: `graphene.params`; ask with `graphene.confirm`" },
  input = { "io.input", no_files },
  output = { "io.output", no_files },
  close = { "io.close", no_files },
  popen = { "io.popen", no_processes },
  tmpfile = { "io.tmpfile", no_files },
  type = { "io.type", no_files },
  stdin = { "io.stdin", "take input as parameters: `graphene.params`" },
  dump = { "string.dump", "functions cannot be turned into text" },
  getinfo = { "debug.getinfo", no_inspection },
  sethook = { "debug.sethook", no_inspection },
  getlocal = { "debug.getlocal", no_inspection },
  getmetatable = { "debug.getmetatable", no_inspection },
  setmetatable = { "debug.setmetatable", no_inspection },
  getupvalue = { "debug.getupvalue", no_inspection },
  setupvalue = { "debug.setupvalue", no_inspection },
  setlocal = { "debug.setlocal", no_inspection },
  gethook = { "debug.gethook", no_inspection },
  upvalueid = { "debug.upvalueid", no_inspection },
  upvaluejoin = { "debug.upvaluejoin", no_inspection },
  getuservalue = { "debug.getuservalue", no_inspection },
  setuservalue = { "debug.setuservalue", no_inspection },
  getregistry = { "debug.getregistry", no_inspection },
  loaded = { "package.loaded", no_loader },
  preload = { "package.preload", no_loader },
  searchers = { "package.searchers", no_loader },
  searchpath = { "package.searchpath", no_loader },
  loadlib = { "package.loadlib", "scripts load no C libraries" },
  path = { "package.path", no_loader },
  cpath = { "package.cpath", "scripts load no C libraries" },
  getn = { "table.getn", "use `#list`" },
  pow = { "math.pow", "use `x ^ y`" },
}

---What to use instead of the absent name that an error message is about, or nil.
---@param message string
---@return string?
function M.hint(message)
  local kind, name = match(message, "attempt to %a+ a nil value %((%a+) '([%w_]+)'%)")
  if kind == "global" and globals[name] then
    return format("`%s` is not for scripts: %s", name, globals[name])
  end
  local field = (kind == "field" or kind == "method") and fields[name]
  return field and format("if this is `%s`: it is not for scripts; %s", field[1], field[2]) or nil
end

lib.absent = M
