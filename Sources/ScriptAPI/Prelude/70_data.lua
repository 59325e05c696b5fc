-- Parameters, output, logs, JSON, and the other functions that are mostly a question to the host.
local vm = ...
local lib = vm.lib
local errors, names, plain = lib.errors, lib.names, lib.plain

local type, ipairs, pairs, format = type, ipairs, pairs, string.format
local setmetatable, concat = setmetatable, table.concat

local M = { functions = {} }
local functions = M.functions

---@param code any
---@return string
local function checked_code(code)
  if code == nil then return "script" end
  for _, known in ipairs(errors.codes) do
    if known == code then return code end
  end
  local hint = "the codes are " .. concat(errors.codes, ", ")
  for _, known in ipairs(errors.host_codes) do
    if known == code then hint = "that code is the host's own" end
  end
  errors.usage(format("graphene.fail: option `code` cannot be %s%s", names.given(code),
    names.did_you_mean(code, errors.codes)), hint)
end

function functions.fail(message, options)
  options = options or {}
  errors.raise(checked_code(options.code), message, { data = plain.deep(options.data) })
end

---Parameters as the host has read them; a name that was never declared is a slip.
function functions.params(spec)
  local values = vm.perform("params", spec)
  if type(values) ~= "table" then values = {} end
  return setmetatable(values, {
    __name = "params", __metatable = "params",
    __index = function(_, key)
      if spec[key] ~= nil then return nil end
      errors.usage(format("no parameter %s is declared%s",
        type(key) == "string" and "`" .. key .. "`" or names.given(key),
        names.did_you_mean(key, names.sorted(spec))))
    end,
  })
end

---The filter without what only the script can judge.
---@param filter any
---@return any filter, function? where
local function split_filter(filter)
  if type(filter) ~= "table" or filter.where == nil then return filter end
  if type(filter.where) ~= "function" then
    errors.usage("graphene.databases: `where` must be a function, not " .. names.given(filter.where))
  end
  local rest = {}
  for key, value in pairs(filter) do
    if key ~= "where" then rest[key] = value end
  end
  return rest, filter.where
end

function functions.databases(filter)
  local for_host, where = split_filter(filter)
  local databases, chosen = vm.perform("databases", for_host), {}
  if not where then return databases end
  for _, db in ipairs(databases) do
    if where(db) then chosen[#chosen + 1] = db end
  end
  return chosen
end

---Data that the host can keep; anything else is refused here, where the script's line is known.
---@param what string as the message names it
---@param value any
---@return any
local function data(what, value)
  local copy = plain.deep(value)
  vm.ask("data.check", what, copy)
  return copy
end

function functions.output(key, value)
  vm.tell("output", key, data("graphene.output: `value", value))
end

function functions.inspect(value) return lib.inspect.text(value) end

for _, level in ipairs { "debug", "info", "warn", "error" } do
  functions["log." .. level] = function(message, fields)
    fields = fields and data(format("graphene.log.%s: `fields", level), fields) or {}
    vm.tell("log", level, vm.tostring(message), fields)
  end
end

functions["json.encode"] = function(value, options)
  local indent = options
  if type(options) == "table" then indent = options.indent end
  return vm.ask("json.encode", plain.deep(value), indent)
end

functions["json.decode"] = function(text) return vm.ask("json.decode", text) end

function functions.env(name, default)
  local value = vm.perform("env", name)
  if value == nil then return default end
  return value
end

function functions.confirm(text, options) return vm.perform("confirm", text, options) end

lib.data = M
