-- The standard library as scripts get it. What is replaced here could show an address, outgrow the
-- process at once, run code as the collector pleases, or make two runs differ.
local vm = ...
local lib = vm.lib
local calendar = lib.calendar

local type, error, pairs, ipairs, select = type, error, pairs, ipairs, select
local real_collectgarbage, gsub, match = collectgarbage, string.gsub, string.match
local concat = table.concat
local random_seed, math_type = math.randomseed, math.type

local M = {}

---Raises a C function's own complaint as if it had been called from where the script called us.
local function complain(message, level)
  error(type(message) == "string" and gsub(message, "^graphene:%d+: ", "") or message, level + 1)
end

local counts = { count = true, step = true, collect = true }

local function collectgarbage(option, argument)
  option = option == nil and "collect" or option
  if counts[option] then return real_collectgarbage(option, argument) end
  error("`collectgarbage` takes \"count\", \"step\" or \"collect\" in scripts, not "
    .. lib.names.given(option), 2)
end

---@param from table
---@param absent? table<string, boolean>
---@return table
local function copy(from, absent)
  local to = {}
  for name, value in pairs(from) do
    if not (absent and absent[name]) then to[name] = value end
  end
  return to
end

local base = {}
for name in ([[assert error getmetatable ipairs next pairs rawequal rawget rawlen select
    tonumber type _VERSION]]):gmatch("[%w_]+") do base[name] = _G[name] end
base.print, base.tostring, base.setmetatable = lib.writers.print, vm.tostring, vm.setmetatable
base.pcall, base.xpcall, base.collectgarbage = vm.pcall, vm.xpcall, collectgarbage

local string_library = copy(string, { dump = true })
string_library.format, string_library.rep = vm.format, vm.rep

local math_library = copy(math)
---math.randomseed; without arguments it starts the run's sequence again.
math_library.randomseed = function(...)
  if select("#", ...) == 0 then return random_seed(vm.seed) end
  local ok, message = vm.rawpcall(random_seed, ...)
  if not ok then complain(message, 2) end
end

---Starts the run's sequence of random numbers.
function M.begin() random_seed(vm.seed) end

local coroutine_library = copy(vm.coroutine)
for _, name in ipairs { "isyieldable", "running", "status", "yield" } do
  coroutine_library[name] = coroutine_library[name] or coroutine[name]
end

local os_library = {
  time = calendar.time, date = calendar.date,
  difftime = function(later, earlier) return later - earlier + 0.0 end,
  clock = function() return vm.ask("clock") end,
}

local table_library, utf8_library = copy(table), copy(utf8)
local package_library = { config = package and package.config or "/\n;\n?\n!\n-\n" }

---debug.traceback([thread,] [message [, level]]); another thread's stack is not shown.
local function traceback(first, second, third)
  if type(first) == "thread" then first, second = second, third end
  if first ~= nil and type(first) ~= "string" and type(first) ~= "number" then return first end
  return lib.errors.traceback(first, math_type(second) == "integer" and second - 1 or 0)
end

---warn, which modules written for any Lua may call; scripts have graphene.log.warn.
---@return function
function M.warn()
  local is_on = true
  return function(first, ...)
    local message = concat({ first, ... })
    if select("#", ...) == 0 and match(message, "^@") then
      if message == "@on" or message == "@off" then is_on = message == "@on" end
    elseif is_on then
      vm.tell("log", "warn", message, {})
    end
  end
end

-- Methods of strings are one table for all modules, so no module may reach it.
do
  local strings = debug.getmetatable("")
  strings.__index = copy(string_library)
  strings.__metatable = "string"
end

---A fresh set of globals, every table its own.
---@return table
function M.globals()
  local env = copy(base)
  env._G, env.rawset = env, lib.readonly.rawset
  env.string, env.table, env.math = copy(string_library), copy(table_library), copy(math_library)
  env.utf8, env.coroutine, env.os = copy(utf8_library), copy(coroutine_library), copy(os_library)
  env.io, env.package = lib.writers.io(), copy(package_library)
  env.debug = { traceback = traceback }
  return env
end

lib.standard = M
