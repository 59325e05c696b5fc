-- Checks the arguments of the functions that run inside the script process, from their description,
-- in the words that the host has for its own.
local vm = ...
local lib = vm.lib
local names, errors = lib.names, lib.errors

local type, ipairs, pairs, next = type, ipairs, pairs, next
local tointeger, format, concat = math.tointeger, string.format, table.concat
local pack, unpack = table.pack, table.unpack

local M = {}

local expected = {
  duration = 'a duration such as 90, "15m" or "2h30m"', any = "a value", list = "a list",
  map = "a table", ["function"] = "a function", string = "a string", integer = "an integer",
  number = "a number", boolean = "true or false", time = 'a time such as "2026-11-23T02:00:00Z"',
  database = "a database", environment = "an environment", snapshot = "a snapshot",
  operation = "an operation", secret = "a secret",
}

---A duration in seconds, or nil when it is none.
---@param value any
---@return number?
function M.seconds(value)
  if type(value) == "number" then
    return value >= 0 and value < 3.2e9 and value or nil
  end
  if type(value) ~= "string" then return nil end
  local ok, seconds = vm.rawpcall(vm.ask, "duration", value)
  return ok and seconds or nil
end

-- Handles that stand for an object of the cloud, whose fields a script can read.
local function is_object(value)
  local kind = vm.kind_of(value)
  return kind ~= nil and kind ~= "time" and kind ~= "null" and kind ~= "secret"
end

local function is_list(value)
  return type(value) == "table" and not vm.is_error(value)
    and (#value > 0 or next(value) == nil or lib.results.is(value))
end

---Per kind: the value as the function gets it, or nil when it is not of the kind.
local readers = {
  string = function(v) return type(v) == "string" and v or nil end,
  integer = function(v) return type(v) == "number" and tointeger(v) or nil end,
  number = function(v) return type(v) == "number" and v or nil end,
  list = function(v) return is_list(v) and v or nil end,
  map = function(v)
    return (is_object(v) or type(v) == "table" and not vm.is_error(v)) and v or nil
  end,
  ["function"] = function(v) return type(v) == "function" and v or nil end,
  duration = M.seconds,
}

---@param kind string
local function handle_or_text(kind)
  return function(v)
    return (vm.kind_of(v) == kind or type(v) == "string") and v or nil
  end
end
for _, kind in ipairs { "database", "environment", "snapshot", "operation", "time" } do
  readers[kind] = handle_or_text(kind)
end

---@param described table a parameter or an option
---@return string[]
local function kinds_of(described)
  local kinds = described.kinds
  if not kinds or #kinds == 0 then return { described.kind or "any" } end
  if kinds[1] ~= "duration" then return kinds end
  -- That a duration may be written as a number or as text is no second way to read it.
  local others = {}
  for _, kind in ipairs(kinds) do
    if kind ~= "string" and (kind ~= "number" or #kinds > 3) then others[#others + 1] = kind end
  end
  return others
end

---@param kinds string[]
---@param value any
---@return boolean matches, any read
local function read(kinds, value)
  for _, kind in ipairs(kinds) do
    if kind == "any" or kind == "boolean" and type(value) == "boolean" then return true, value end
    local reader = readers[kind]
    local result
    if reader then result = reader(value) elseif vm.kind_of(value) == kind then result = value end
    if result ~= nil then return true, result end
  end
  return false
end

---@param described table
---@return string
local function wanted(described)
  if described.expectation then return described.expectation end
  local words, values = {}, described.values
  if values and #values > 0 then
    for i, value in ipairs(values) do words[i] = names.quote(value) end
    return "one of " .. concat(words, ", ")
  end
  for i, kind in ipairs(kinds_of(described)) do words[i] = expected[kind] or ("a " .. kind) end
  local last = table.remove(words)
  return #words == 0 and last or concat(words, ", ") .. " or " .. last
end

---@param described table
---@param value any
---@return boolean matches, any read
local function matching(described, value)
  local matches, result = read(kinds_of(described), value)
  local values = described.values
  if not matches or not values or #values == 0 then return matches, result end
  for _, allowed in ipairs(values) do
    if allowed == result then return true, result end
  end
  return false
end

---@param name string
---@param described table
---@param value any
---@param is_given boolean nil may be a value, but not the lack of one
---@return any
local function check(name, described, value, is_given)
  if value == nil and not (is_given and kinds_of(described)[1] == "any") then
    errors.usage(format("graphene.%s: `%s` is missing; it must be %s", name, described.name,
      wanted(described)))
  end
  local matches, result = matching(described, value)
  if matches then return result end
  errors.usage(format("graphene.%s: `%s` must be %s, not %s%s", name, described.name,
    wanted(described), names.given(value),
    described.values and names.did_you_mean(value, described.values) or ""))
end

---@param name string
---@param known string[]
---@param key any
local function check_key(name, known, key)
  if type(key) ~= "string" then
    errors.usage(format("graphene.%s: options have names, not %s", name, names.given(key)))
  end
  for _, option in ipairs(known) do
    if option == key then return end
  end
  errors.usage(format("graphene.%s: unknown option %s%s", name, names.quote(key),
    names.did_you_mean(key, known)), "it takes " .. concat(known, ", "))
end

---@param name string
---@param options table[]
---@param given any
---@return table
local function check_options(name, options, given)
  if given ~= nil and (type(given) ~= "table" or vm.is_error(given)) then
    errors.usage(format("graphene.%s: the options must be a table, not %s", name,
      names.given(given)))
  end
  local known, checked = {}, {}
  for i, option in ipairs(options) do known[i] = option.name end
  for key in pairs(given or checked) do check_key(name, known, key) end
  for _, option in ipairs(options) do
    local value = given and given[option.name]
    local is_required = option.required or option.optional == false
    if value ~= nil or is_required then checked[option.name] = check(name, option, value, value ~= nil) end
  end
  return checked
end

---Called with a colon, `graphene` itself, or the part of it that has the function, arrives as the
---first argument.
---@param name string
---@param first any
function M.refuse_colon(name, first)
  local owner = lib.readonly.name(first)
  if not owner then return end
  local space = name:match("^([^.]+)%.")
  if owner == (space and "graphene." .. space or "graphene") then
    errors.usage(format("graphene.%s was called with a colon", name),
      format("write graphene.%s(…), with a dot", name))
  end
end

local tables = { list = true, map = true, any = true }

---Whether an options table stands where an optional parameter was left out.
---@param parameter table?
---@param value any
local function is_options(parameter, value)
  if not parameter or not parameter.optional or type(value) ~= "table" then return false end
  for _, kind in ipairs(kinds_of(parameter)) do
    if tables[kind] then return false end
  end
  return #value == 0
end

---@param arguments table packed
---@param parameters table[]
---@param most integer
local function place_options(arguments, parameters, most)
  local last = arguments.n
  while last > 0 and arguments[last] == nil do last = last - 1 end
  if last > 0 and last < most and is_options(parameters[last], arguments[last]) then
    arguments[last], arguments[most] = nil, arguments[last]
  end
end

---Wraps a function so that it gets arguments as described, durations in seconds and options as a
---table that is always there and nobody else's.
---@param entry table of vm.api
---@param implementation function
---@return function
function M.checked(entry, implementation)
  local parameters, name = entry.parameters or {}, entry.name
  local options = entry.options and #entry.options > 0 and entry.options or nil
  local most = #parameters + (options and 1 or 0)
  return function(...)
    M.refuse_colon(name, (...))
    local arguments = pack(...)
    if arguments.n > most then
      errors.usage(format("graphene.%s takes %s argument%s, but %d %s given", name,
        most == 0 and "no" or format("at most %d", most), most == 1 and "" or "s", arguments.n,
        arguments.n == 1 and "was" or "were"))
    end
    if options then place_options(arguments, parameters, most) end
    for i, parameter in ipairs(parameters) do
      if arguments[i] ~= nil or not parameter.optional then
        arguments[i] = check(name, parameter, arguments[i], i <= arguments.n)
      end
    end
    if options then arguments[most] = check_options(name, options, arguments[most]) end
    return implementation(unpack(arguments, 1, most))
  end
end

lib.arguments = M
