-- Names that Lua has and scripts have not. They read as nil, because code probes for names; the
-- error of using one carries what to use instead.
local vm = ...
local lib = vm.lib

local match, format = string.match, string.format
local ipairs = ipairs

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

local base = {}
for name in ([[assert collectgarbage error getmetatable ipairs load next pairs pcall print rawequal
    rawget rawlen rawset require select setmetatable tonumber tostring type xpcall
    string table math utf8 coroutine os io debug graphene]]):gmatch("%w+") do
  base[#base + 1] = name
end

---The libraries' functions by their own names, for slips.
---@type table<string, string>
local full_names, short_names = {}, {}
for _, library in ipairs { "string", "table", "math", "utf8", "coroutine" } do
  for _, name in ipairs(lib.names.sorted(_G[library])) do
    if not fields[name] or name == "remove" then
      full_names[name] = full_names[name] or library .. "." .. name
      short_names[#short_names + 1] = name
    end
  end
end

---What a mistyped name of the language or its libraries may have meant, as a hint, or nil.
---@param kind string
---@param name string
---@return string?
local function slip(kind, name)
  local nearest = lib.names.nearest(name, kind == "global" and base or short_names)
  local meant = kind == "global" and nearest or full_names[nearest]
  return meant and format("did you mean `%s`?", meant) or nil
end

---What to use instead of the absent name that an error message is about, or nil.
---@param message string
---@return string?
function M.hint(message)
  local kind, name = match(message, "attempt to %a+ a nil value %((%a+) '([%w_]+)'%)")
  if kind == "global" and globals[name] then
    return format("`%s` is not for scripts: %s", name, globals[name])
  end
  if kind ~= "global" and kind ~= "field" and kind ~= "method" then return nil end
  local field = kind ~= "global" and fields[name]
  if not field then return slip(kind, name) end
  return format("if this is `%s`: it is not for scripts; %s", field[1], field[2])
end

lib.absent = M
