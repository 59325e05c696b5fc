-- The standard library as scripts get it. What is replaced here could show an address, outgrow the
-- process at once, run code as the collector pleases, or make two runs differ.
local vm = ...
local lib = vm.lib
local calendar = lib.calendar

local type, error, pairs, ipairs, select = type, error, pairs, ipairs, select
local rawget, getmetatable, real_setmetatable = rawget, getmetatable, setmetatable
local debug_getmetatable, real_collectgarbage = debug.getmetatable, collectgarbage
local real_format, real_rep, gmatch, find, gsub = string.format, string.rep, string.gmatch, string.find, string.gsub
local random_seed, unpack, math_type = math.randomseed, table.unpack, math.type

local M = {}

---Raises a C function's own complaint as if it had been called from where the script called us.
local function complain(message, level)
  error(type(message) == "string" and gsub(message, "^graphene:%d+: ", "") or message, level + 1)
end

---@param t table
---@param metatable table?
---@return table
local function setmetatable(t, metatable)
  if type(t) ~= "table" then
    error("bad argument #1 to 'setmetatable' (table expected, got " .. type(t) .. ")", 2)
  elseif metatable ~= nil and type(metatable) ~= "table" then
    error("bad argument #2 to 'setmetatable' (nil or table expected)", 2)
  elseif metatable and rawget(metatable, "__gc") ~= nil then
    error("`__gc` is not for scripts: when it runs is not known; "
      .. "use `local x <close>` or `graphene.defer`", 2)
  elseif debug_getmetatable(t) and rawget(debug_getmetatable(t), "__metatable") ~= nil then
    error("cannot change a protected metatable", 2)
  end
  return real_setmetatable(t, metatable)
end

local counts = { count = true, step = true, collect = true }

local function collectgarbage(option, argument)
  option = option == nil and "collect" or option
  if counts[option] then return real_collectgarbage(option, argument) end
  error("`collectgarbage` takes \"count\", \"step\" or \"collect\" in scripts, got "
    .. lib.names.given(option), 2)
end

local formats, formats_known = {}, 0

---Which arguments a format shows with `%s`; nil when it shows an address with `%p`.
---@param text string
---@return integer[]?
local function shown_with_s(text)
  local positions, index = {}, 0
  for directive in gmatch(text, "%%[-+ #0]*%d*%.?%d*(.?)") do
    if directive ~= "%" then index = index + 1 end
    if directive == "s" then positions[#positions + 1] = index end
    if directive == "p" then return nil end
  end
  return positions
end

---@param text string
---@return integer[]?
local function positions_of(text)
  local known = formats[text]
  if known then return known end
  known = shown_with_s(text)
  if known and formats_known < 200 and #text <= 200 then
    formats[text], formats_known = known, formats_known + 1
  end
  return known
end

local plain = { string = true, number = true, boolean = true, ["nil"] = true }

local function format(text, ...)
  local positions = type(text) == "string" and positions_of(text) or nil
  if type(text) == "string" and not positions then
    error("bad argument #1 to 'format' (`%p` is not for scripts: addresses differ from run to run)", 2)
  end
  local arguments
  for i = 1, positions and #positions or 0 do
    local value = select(positions[i], ...)
    if not plain[type(value)] then
      arguments = arguments or table.pack(...)
      arguments[positions[i]] = vm.tostring(value)
    end
  end
  local ok, result
  if arguments then
    ok, result = vm.rawpcall(real_format, text, unpack(arguments, 1, arguments.n))
  else
    ok, result = vm.rawpcall(real_format, text, ...)
  end
  if ok then return result end
  complain(result, 2)
end

---string.rep, whose cost is the result's size: nothing repeated is nothing, whatever the count.
local function rep(text, count, separator)
  if (text == "" and (separator == nil or separator == "")) then
    if math_type(count) == "integer" then return "" end
  end
  local ok, result = vm.rawpcall(real_rep, text, count, separator)
  if ok then return result end
  complain(result, 2)
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
for name in ([[assert error getmetatable ipairs next pairs rawequal rawget rawlen rawset select
    tonumber type _VERSION]]):gmatch("[%w_]+") do base[name] = _G[name] end
base.print, base.tostring, base.setmetatable = lib.writers.print, vm.tostring, vm.setmetatable or setmetatable
base.pcall, base.xpcall, base.collectgarbage = vm.pcall, vm.xpcall, collectgarbage

local string_library = copy(string, { dump = true })
string_library.format, string_library.rep = vm.format or format, vm.rep or rep

local math_library = copy(math)
---math.randomseed; without arguments it starts the run's sequence again.
math_library.randomseed = function(...)
  if select("#", ...) == 0 then return random_seed(vm.seed) end
  local ok, message = vm.rawpcall(random_seed, ...)
  if not ok then complain(message, 2) end
end
random_seed(vm.seed)

local coroutine_library = copy(vm.coroutine)
for _, name in ipairs { "isyieldable", "running", "status", "yield" } do
  coroutine_library[name] = coroutine_library[name] or coroutine[name]
end

local os_library = {
  time = calendar.time, date = calendar.date, difftime = function(later, earlier) return later - earlier + 0.0 end,
  clock = function() return vm.ask("clock") end,
}

local table_library, utf8_library = copy(table), copy(utf8)
local package_library = { config = package and package.config or "/\n;\n?\n!\n-\n" }

---debug.traceback([thread,] [message [, level]]); another thread's stack is not shown.
local function traceback(first, second, third)
  if type(first) == "thread" then first, second = second, third end
  if first ~= nil and type(first) ~= "string" and type(first) ~= "number" then return first end
  return lib.errors.traceback(first, (math_type(second) == "integer" and second or 1) + 1)
end

-- Methods of strings are one table for all modules, so no module may reach it.
do
  local strings = debug_getmetatable("")
  strings.__index = copy(string_library)
  strings.__metatable = "string"
end

---A fresh set of globals, every table its own.
---@return table
function M.globals()
  local env = copy(base)
  env._G = env
  env.string, env.table, env.math = copy(string_library), copy(table_library), copy(math_library)
  env.utf8, env.coroutine, env.os = copy(utf8_library), copy(coroutine_library), copy(os_library)
  env.io, env.package = lib.writers.io(), copy(package_library)
  env.debug = { traceback = traceback }
  return env
end

lib.standard = M
