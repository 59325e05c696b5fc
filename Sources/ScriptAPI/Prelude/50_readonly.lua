-- Tables that scripts can read and not write, and that answer a mistyped field with the right one.
local vm = ...
local lib = vm.lib
local names, errors = lib.names, lib.errors

local setmetatable, next, type, format = setmetatable, next, type, string.format
local rawset, error = rawset, error

local M = {}

-- Of each read-only table, its metatable; of each metatable, what it shows.
---@type table<table, table>
local proxies = setmetatable({}, { __mode = "k" })
---@type table<table, table<string, any>>
local shown = setmetatable({}, { __mode = "k" })

---The name of a read-only table of ours, or nil when the value is none.
---@param value any
---@return string?
function M.name(value)
  local metatable = value ~= nil and proxies[value]
  return metatable and metatable.__name or nil
end

---A plain table with the fields of a read-only one; nil when the value is none.
---@param value any
---@return table<string, any>?
function M.copy(value)
  local metatable = value ~= nil and proxies[value]
  if not metatable then return nil end
  local copy = {}
  for key, field in next, shown[metatable] do copy[key] = field end
  return copy
end

---rawset, but for our read-only tables.
---@param tbl table
---@param key any
---@param value any
---@return table
function M.rawset(tbl, key, value)
  if type(tbl) ~= "table" then
    error("bad argument #1 to 'rawset' (table expected, got " .. type(tbl) .. ")", 2)
  end
  if proxies[tbl] then proxies[tbl].__newindex(tbl, key) end
  return rawset(tbl, key, value)
end

---@param name string as in a message: "graphene", "graphene.time"
---@param fields table<string, any>
---@return table metatable
function M.metatable(name, fields)
  local metatable = {
    __name = name, __metatable = name,
    __tostring = function() return name end,
    __index = function(_, key)
      local value = fields[key]
      if value ~= nil then return value end
      errors.usage(format("%s has no field %s%s", name,
        type(key) == "string" and "`" .. key .. "`" or names.given(key),
        names.did_you_mean(key, names.sorted(fields))))
    end,
    __newindex = function(_, key)
      errors.usage(format("%s is read-only: cannot set %s", name,
        type(key) == "string" and "`" .. key .. "`" or names.given(key)),
        "keep your own functions in a table of your own")
    end,
    __pairs = function()
      local keys, position = names.sorted(fields), 0
      return function()
        position = position + 1
        return keys[position], fields[keys[position]]
      end
    end,
  }
  shown[metatable] = fields
  return metatable
end

---A new table behind a metatable from above.
---@param metatable table
---@return table
function M.new(metatable)
  local proxy = setmetatable({}, metatable)
  proxies[proxy] = metatable
  return proxy
end

---Data as scripts read it, down to the innermost table; what it does not have reads as nil.
---@param name string as in a message
---@param value table
---@return table
function M.data(name, value)
  local fields = {}
  for key, field in next, value do
    fields[key] = type(field) == "table" and M.data(name .. "." .. key, field) or field
  end
  local metatable = M.metatable(name, fields)
  metatable.__index = function(_, key) return fields[key] end
  metatable.__len = function() return #fields end
  metatable.__pairs = function() return function(_, key) return next(fields, key) end end
  return M.new(metatable)
end

lib.readonly = M
