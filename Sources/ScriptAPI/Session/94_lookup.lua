-- What a session's names lead to, for completion: raw look-ups, so that nothing of the script's runs.
local vm = ...
local lib = vm.lib

local type, next, ipairs, rawget = type, next, ipairs, rawget
local getmetatable = debug.getmetatable

local M = {}

---Names that are ours, and nothing to a person.
local hidden = { _close_later = true }

local MOST = 1000
local AN_ELEMENT = "[1]"

---The fields that may be read of a value without running anything; nil when it has none.
---@param value any
---@return table?
local function fields_of(value)
  local kind = vm.kind_of(value)
  if kind then return vm.fields_of(value) end
  if type(value) ~= "table" then return nil end
  return lib.readonly.copy(value) or value
end

---The functions that may be called on a value with a colon.
---@param value any
---@return table?
local function methods_of(value)
  local kind = vm.kind_of(value)
  if kind then return lib.handles.methods[kind] end
  if type(value) == "string" then return getmetatable("").__index end
end

---@param value any
---@return string
local function kind_of(value)
  return vm.kind_of(value) or vm.is_error(value) and "error" or type(value)
end

---@param found table
---@param fields table?
---@param is_method boolean
local function add(found, fields, is_method)
  for key, value in next, fields or {} do
    if #found >= MOST then return end
    if type(key) == "string" and not hidden[key] then
      found[#found + 1] = {
        name = key, kind = is_method and "function" or kind_of(value), method = is_method,
      }
    end
  end
end

---What there is below a path of names; an empty one leads to the session's own names.
---@param env table
---@param path string[]
---@return {kind: string, names: table[]}
function M.names(env, path)
  local value = env
  for _, name in ipairs(path) do
    local fields = fields_of(value)
    if not fields then return { kind = "nil", names = {} } end
    -- Which element is meant, only running the code would tell; a list's are alike.
    value = rawget(fields, name == AN_ELEMENT and 1 or name)
  end
  local found = {}
  add(found, fields_of(value), false)
  add(found, methods_of(value), true)
  return { kind = kind_of(value), names = found }
end

lib.lookup = M
