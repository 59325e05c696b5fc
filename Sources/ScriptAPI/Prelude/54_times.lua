-- Points in time: text in RFC 3339, comparison, and subtraction, which gives seconds.
local vm = ...
local lib = vm.lib
local names, errors, arguments = lib.names, lib.errors, lib.arguments

local type, format, tointeger, floor = type, string.format, math.tointeger, math.floor

local M = {}

---@param milliseconds integer since 1970
---@return any time
function M.at(milliseconds)
  return vm.handle("time", format("%d", milliseconds), { ms = milliseconds })
end

---The milliseconds since 1970 of a time, or nil for anything else.
---@param value any
---@return integer?
local function milliseconds(value)
  if vm.kind_of(value) ~= "time" then return nil end
  return vm.fields_of(value).ms or tointeger(tonumber(vm.id_of(value)))
end

---Whole seconds as an integer, others as a float.
local function seconds(ms) return ms % 1000 == 0 and ms // 1000 or ms / 1000 end

---@param a any
---@param b any
---@param action string
local function both(a, b, action)
  local left, right = milliseconds(a), milliseconds(b)
  if left and right then return left, right end
  errors.usage(format("cannot %s %s and %s", action, names.given(a), names.given(b)),
    "a time compares with a time; `graphene.time.parse` reads one from text")
end

---@param value any seconds or a duration's text
---@return integer milliseconds
local function shift(value)
  local length = type(value) == "number" and value or arguments.seconds(value)
  if not length then
    errors.usage("a time takes a time or a duration, not " .. names.given(value))
  end
  return floor(length * 1000 + 0.5)
end

vm.define_kind("time", {
  __name = "time",
  __tostring = function(t) return lib.calendar.rfc3339(milliseconds(t)) end,
  __eq = function(a, b) return milliseconds(a) == milliseconds(b) end,
  __lt = function(a, b)
    local left, right = both(a, b, "compare")
    return left < right
  end,
  __le = function(a, b)
    local left, right = both(a, b, "compare")
    return left <= right
  end,
  __sub = function(a, b)
    local left, right = milliseconds(a), milliseconds(b)
    if left and right then return seconds(left - right) end
    if left then return M.at(left - shift(b)) end
    return both(a, b, "subtract")
  end,
  __add = function(a, b)
    local left, right = milliseconds(a), milliseconds(b)
    if left and right then
      errors.usage("times cannot be added", "subtract them, or add seconds")
    end
    return M.at((left or right) + shift(left and b or a))
  end,
  __index = function(_, key)
    errors.usage(format("a time has no field %s", names.given(key)),
      "use tostring, comparison, subtraction, and graphene.time.human")
  end,
  __newindex = function() errors.usage("a time is read-only") end,
})

local known_now, known_in

---The host's milliseconds, asked for once in each turn of the script process.
---@return integer
function lib.now()
  local turn = vm.turn()
  if turn ~= known_in then known_now, known_in = vm.ask("now"), turn end
  return known_now
end

---A time, from one or from text.
---@param value any
---@return integer milliseconds
local function read(value) return milliseconds(value) or vm.ask("time.parse", value) end

M.functions = {
  ["time.now"] = function() return M.at(vm.ask("now")) end,
  ["time.parse"] = function(text) return M.at(read(text)) end,
  ["time.ago"] = function(duration) return M.at(vm.ask("now") - shift(duration)) end,
  ["time.since"] = function(time) return seconds(vm.ask("now") - read(time)) end,
  ["time.human"] = function(value)
    local ms = milliseconds(value)
    return vm.ask("time.human", ms and seconds(vm.ask("now") - ms) or value)
  end,
  ["time.stopwatch"] = function()
    local started = vm.ask("now")
    return function() return seconds(vm.ask("now") - started) end
  end,
  duration = function(value) return vm.ask("duration", value) end,
}

M.seconds = seconds
lib.times = M
