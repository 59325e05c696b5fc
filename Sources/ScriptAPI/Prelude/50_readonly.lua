-- Tables that scripts can read and not write, and that answer a mistyped field with the right one.
local vm = ...
local lib = vm.lib
local names, errors = lib.names, lib.errors

local setmetatable, next, type, format = setmetatable, next, type, string.format

local M = {}

---@type table<table, boolean>
local proxies = setmetatable({}, { __mode = "k" })

---Whether a value is one of our read-only tables.
---@param value any
---@return boolean
function M.is(value) return value ~= nil and proxies[value] == true end

---@param name string as in a message: "graphene", "graphene.time"
---@param fields table<string, any>
---@return table metatable
function M.metatable(name, fields)
  return {
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
end

---A new table behind a metatable from above.
---@param metatable table
---@return table
function M.new(metatable)
  local proxy = setmetatable({}, metatable)
  proxies[proxy] = true
  return proxy
end

lib.readonly = M
