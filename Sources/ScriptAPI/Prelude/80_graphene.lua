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
local function add_methods(entry)
  local first = entry.parameters and entry.parameters[1]
  if not first or finders[entry.name] or entry.name:find(".", 1, true) then return end
  local kinds = first.kinds and #first.kinds > 0 and first.kinds or { first.kind }
  for _, kind in ipairs(kinds) do handles.add_method(kind, entry.name, entry.name) end
end

---@class Owner whose code a module is: it may do what this one was granted
---@field id integer the host's number for it
---@field label string how its chunks are told from others'; empty for the script
---@field root table<string, function> what its `graphene` has; each asks in its name
---@field spaces table<string, table> metatables
---@field methods table<string, function> those of handles that are nothing else

-- Of each function of ours, its name as people write it.
---@type table<function, string>
M.names = setmetatable({}, { __mode = "k" })

---The fields of `graphene.run`, which are everybody's, and known once the run begins.
local run = {}

---@param entry table
---@param owner Owner
---@return function
local function make(entry, owner)
  local own = lib.delegation.functions[entry.name]
  local call = own and arguments.checked(entry, own(owner)) or implement(entry)
  return vm.framed(call, owner.id)
end

---@param spaces table<string, table>
---@param space string
---@return table
local function members_of(spaces, space)
  spaces[space] = spaces[space] or {}
  return spaces[space]
end

---Makes the functions of an owner, which ask in its name wherever they are called from.
---@param id integer
---@param label string
---@return Owner
function M.owner(id, label)
  local owner = { id = id, label = label, root = {}, spaces = {}, methods = {} }
  local spaces = { json = { null = handles.null }, time = {}, log = {}, run = run }
  for _, entry in ipairs(vm.api) do
    local space, name = match(entry.name, "^([^.]+)%.([^.]+)$")
    local made = make(entry, owner)
    local is_method = space and handles.methods[space] ~= nil
    M.names[made] = is_method and space .. ":" .. name or "graphene." .. entry.name
    if is_method then
      handles.add_method(space, name, entry.name)
      owner.methods[entry.name] = made
    elseif space then
      members_of(spaces, space)[name] = made
    else
      add_methods(entry)
      owner.root[entry.name] = made
    end
  end
  for name, call in pairs(handles.functions) do owner.methods[name] = vm.framed(call, id) end
  for space, members in pairs(spaces) do
    owner.spaces[space] = lib.readonly.metatable("graphene." .. space, members)
  end
  return owner
end

---The number of the script itself, and of its project's modules.
M.SCRIPT = 1

---Made before there is a script, while nobody waits for it.
M.script = M.owner(M.SCRIPT, "")

---A `graphene` for one module: its own tables in front of functions that are all its owner's.
---@param owner Owner
---@return table
function M.new(owner)
  local own = {}
  for name, call in pairs(owner.root) do own[name] = call end
  for space, metatable in pairs(owner.spaces) do own[space] = lib.readonly.new(metatable) end
  return lib.readonly.new(lib.readonly.metatable("graphene", own))
end

---Takes over what is known of the run.
function M.begin()
  for key, value in pairs(vm.run) do
    local is_table = type(value) == "table"
    run[key] = is_table and lib.readonly.data("graphene.run." .. key, value) or value
  end
end

lib.graphene = M
