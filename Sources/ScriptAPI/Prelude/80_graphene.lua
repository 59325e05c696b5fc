-- The `graphene` table, built from the host's description.
local vm = ...
local lib = vm.lib
local names, errors, arguments, handles = lib.names, lib.errors, lib.arguments, lib.handles

local ipairs, pairs, type, match, format = ipairs, pairs, type, string.match, string.format
local setmetatable = setmetatable

local M = {}

-- What runs inside the script process, by name.
---@type table<string, function>
local script_functions = {}
vm.lib.script_functions = script_functions
local parts = { lib.times, lib.scopes, lib.concurrency, lib.waiting, lib.data, lib.tables }
for _, part in ipairs(parts) do
  for name, implementation in pairs(part.functions) do script_functions[name] = implementation end
end

---@param name string
---@param implementation function
---@return function
local function with_dot(name, implementation)
  return function(...)
    arguments.refuse_colon(name, (...))
    return implementation(...)
  end
end

---A function of the host's: it checks the arguments itself.
---@param name string
---@return function
local function host_function(name)
  return function(...)
    arguments.refuse_colon(name, (...))
    return vm.perform(name, ...)
  end
end

---@param entry table of vm.api
---@return function
local function implement(entry)
  local implementation = script_functions[entry.name]
  if entry.where == "host" then
    -- Some have a part in either process; the host checks what it is asked.
    return implementation and with_dot(entry.name, implementation) or host_function(entry.name)
  end
  if implementation then return arguments.checked(entry, implementation) end
  return function()
    errors.raise("internal", format("graphene.%s is described, but not there", entry.name))
  end
end

-- Functions that find a handle are no methods of it: `db:db()` would say nothing.
local finders = { db = true, find_db = true, environment = true }

---@param entry table
---@param implementation function
local function add_methods(entry, implementation)
  local first = entry.parameters and entry.parameters[1]
  if not first or finders[entry.name] or entry.name:find(".", 1, true) then return end
  local kinds = first.kinds and #first.kinds > 0 and first.kinds or { first.kind }
  for _, kind in ipairs(kinds) do handles.add_method(kind, entry.name, implementation) end
end

local root = {}
-- Of each function of ours, its name as people write it.
---@type table<function, string>
M.names = setmetatable({}, { __mode = "k" })
local spaces = { json = { null = handles.null }, time = {}, log = {} }

for _, entry in ipairs(vm.api) do
  local implementation = vm.framed(implement(entry))
  local space, name = match(entry.name, "^([^.]+)%.([^.]+)$")
  local is_method = space and handles.methods[space] ~= nil
  M.names[implementation] = is_method and space .. ":" .. name or "graphene." .. entry.name
  if space and handles.methods[space] then
    handles.add_method(space, name, implementation)
  elseif space then
    spaces[space] = spaces[space] or {}
    spaces[space][name] = implementation
  else
    root[entry.name] = implementation
    add_methods(entry, implementation)
  end
end

spaces.run = {}

local space_metatables = {}
for space, members in pairs(spaces) do
  space_metatables[space] = lib.readonly.metatable("graphene." .. space, members)
end

---A `graphene` for one module: its own tables in front of functions that are everybody's.
---@return table
function M.new()
  local own = {}
  for name, implementation in pairs(root) do own[name] = implementation end
  for space, metatable in pairs(space_metatables) do own[space] = lib.readonly.new(metatable) end
  return lib.readonly.new(lib.readonly.metatable("graphene", own))
end

---Takes over what is known of the run.
function M.begin()
  for key, value in pairs(vm.run) do
    local is_table = type(value) == "table"
    spaces.run[key] = is_table and lib.readonly.data("graphene.run." .. key, value) or value
  end
end

lib.graphene = M
