-- Checks the arguments of the functions that run inside the script process, from their description.
local vm = ...
local lib = vm.lib
local names, errors = lib.names, lib.errors

local type, select, ipairs, pairs, next = type, select, ipairs, pairs, next
local math_type, tointeger, format, concat = math.type, math.tointeger, string.format, table.concat
local pack, unpack = table.pack, table.unpack

local M = {}

local expected = {
  duration = 'a duration (seconds, or text such as "15m")',
  time = "a time", database = "a database (a handle or its name)",
  environment = "an environment (a handle or its name)", snapshot = "a snapshot",
  operation = "an operation", secret = "a secret", any = "a value",
  list = "a list", map = "a table", ["function"] = "a function",
  string = "a string", integer = "a whole number", number = "a number", boolean = "true or false",
}

---A duration in seconds, or nil when it is none.
---@param value any
---@return number?
function M.seconds(value)
  if type(value) == "number" then
    return value >= 0 and value < 4e9 and value or nil
  end
  if type(value) ~= "string" then return nil end
  local ok, seconds = vm.rawpcall(vm.ask, "duration", value)
  return ok and seconds or nil
end

local function is_list(value)
  return type(value) == "table" and (#value > 0 or next(value) == nil or lib.results.is(value))
end

---Per kind: the value as the function gets it, or nil when it is not of the kind.
local readers = {
  string = function(v) return type(v) == "string" and v or nil end,
  integer = function(v) return type(v) == "number" and tointeger(v) or nil end,
  number = function(v) return type(v) == "number" and v or nil end,
  list = function(v) return is_list(v) and v or nil end,
  map = function(v) return type(v) == "table" and not vm.is_error(v) and v or nil end,
  ["function"] = function(v) return type(v) == "function" and v or nil end,
  duration = M.seconds,
  any = function(v) return v end,
}

local function handle_or_text(kind)
  return function(v)
    return (vm.kind_of(v) == kind or type(v) == "string") and v or nil
  end
end
for _, kind in ipairs { "database", "environment", "snapshot", "operation", "time" } do
  readers[kind] = handle_or_text(kind)
end

---@param kinds string[]
---@param value any
---@return boolean matches, any read
local function read(kinds, value)
  for _, kind in ipairs(kinds) do
    if kind == "any" then return true, value end
    if kind == "boolean" then
      if type(value) == "boolean" then return true, value end
    else
      local reader = readers[kind]
      local result
      if reader then result = reader(value) elseif vm.kind_of(value) == kind then result = value end
      if result ~= nil then return true, result end
    end
  end
  return false
end

---@param described table a parameter or an option
---@return string[]
local function kinds_of(described)
  return described.kinds and #described.kinds > 0 and described.kinds or { described.kind or "any" }
end

---@param kinds string[]
---@return string
local function wanted(kinds)
  local words = {}
  for i, kind in ipairs(kinds) do words[i] = expected[kind] or ("a " .. kind) end
  return concat(words, " or ")
end

---@param where string what is checked: "graphene.map: `list`"
---@param described table
---@param value any
---@return any
local function check(where, described, value)
  local kinds = kinds_of(described)
  local matches, result = read(kinds, value)
  if not matches then
    return errors.usage(format("%s must be %s, got %s", where, wanted(kinds), names.given(value)))
  end
  local values = described.values
  if not values or #values == 0 then return result end
  for _, allowed in ipairs(values) do
    if allowed == result then return result end
  end
  errors.usage(format("%s must be %s, got %s%s", where, names.either(values), names.given(value),
    names.did_you_mean(result, values)))
end

---@param name string
---@param options table[]
---@param given any
---@return table
local function check_options(name, options, given)
  if given ~= nil and (type(given) ~= "table" or vm.is_error(given)) then
    errors.usage(format("graphene.%s: the options must be a table, got %s", name, names.given(given)))
  end
  local known, checked = {}, {}
  for i, option in ipairs(options) do known[i] = option.name end
  for key in pairs(given or checked) do
    local found = false
    for _, option in ipairs(known) do found = found or option == key end
    if not found then
      errors.usage(format("graphene.%s has no option %s%s", name,
        type(key) == "string" and "`" .. key .. "`" or names.given(key), names.did_you_mean(key, known)),
        #known > 0 and "its options are " .. names.either(known) or nil)
    end
  end
  for _, option in ipairs(options) do
    local value = given and given[option.name]
    local where = format("graphene.%s: option `%s`", name, option.name)
    if value ~= nil then
      checked[option.name] = check(where, option, value)
    elseif option.required or option.optional == false then
      errors.usage(where .. " is required, and must be " .. wanted(kinds_of(option)))
    end
  end
  return checked
end

---Called with a colon, `graphene` itself arrives as the first argument.
---@param name string
---@param first any
function M.refuse_colon(name, first)
  if lib.readonly.is(first) then
    errors.usage(format("graphene.%s was called with a colon", name),
      format("write graphene.%s(…), with a dot", name))
  end
end

---Wraps a function so that it gets arguments as described, durations in seconds and options as a
---table that is always there and nobody else's.
---@param entry table of vm.api
---@param implementation function
---@return function
function M.checked(entry, implementation)
  local parameters, options, name = entry.parameters or {}, entry.options, entry.name
  local most = #parameters + (options and 1 or 0)
  return function(...)
    M.refuse_colon(name, (...))
    local count = select("#", ...)
    if count > most then
      errors.usage(format("graphene.%s takes at most %d argument%s, got %d", name, most,
        most == 1 and "" or "s", count))
    end
    local arguments = pack(...)
    for i, parameter in ipairs(parameters) do
      local value = arguments[i]
      if value ~= nil or not parameter.optional then
        arguments[i] = check(format("graphene.%s: `%s`", name, parameter.name), parameter, value)
      end
    end
    if options then arguments[most] = check_options(name, options, arguments[most]) end
    return implementation(unpack(arguments, 1, most))
  end
end

lib.arguments = M
