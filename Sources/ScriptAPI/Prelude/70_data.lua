-- Parameters, output, logs, JSON, and the other functions that are mostly a question to the host.
local vm = ...
local lib = vm.lib
local errors, names, plain = lib.errors, lib.names, lib.plain

local type, ipairs, pairs, format = type, ipairs, pairs, string.format
local setmetatable, error = setmetatable, error

local M = { functions = {} }
local functions = M.functions

-- Codes that say what happened to the process or the run; a script cannot claim them.
local host_codes = { internal = true, vm_crashed = true, memory_limit = true, time_limit = true,
  cancelled = true }
local codes = {}
for code in ([[usage config auth forbidden not_found ambiguous conflict locked quota rate_limited
    unavailable timeout operation_failed unhealthy protected limit_exceeded confirmation_required
    denied integrity outcome_unknown partial rollback_failed unsupported script]]):gmatch("%S+") do
  codes[#codes + 1] = code
end

---@param code any
---@return string
local function checked_code(code)
  if code == nil then return "script" end
  for _, known in ipairs(codes) do
    if known == code then return code end
  end
  errors.usage(format("graphene.fail: option `code` cannot be %s%s", names.given(code),
    names.did_you_mean(code, codes)),
    host_codes[code] and "that code is the host's own" or "`graphene explain` lists the codes")
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

function functions.output(key, value) vm.tell("output", key, plain.deep(value)) end

function functions.inspect(value) return lib.inspect.text(value) end

for _, level in ipairs { "debug", "info", "warn", "error" } do
  functions["log." .. level] = function(message, fields)
    vm.tell("log", level, vm.tostring(message), plain.deep(fields or {}))
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
