-- What the host's objects look like in a script: fields, methods, equality, text. A handle carries
-- no rights: its methods are functions of the `graphene` of whoever's code names them, with the handle
-- as first argument.
local vm = ...
local lib = vm.lib
local names, errors = lib.names, lib.errors

local type, pairs, ipairs, next, format = type, pairs, ipairs, next, string.format

local M = {}

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

-- Every field a handle of the kind may have: reading one that is absent is nil, any other an error.
local fields = {
  database = words [[id name ref env state plan version edition vendor domain private_domain
    http_port bolt_port bolt_url http_url created_at needs_restart locked pending data_as_of]],
  environment = words "id name ref region cidr network_rules peers created_at",
  snapshot = words "id label ref status created_at db_id env_id",
  operation = words "id db ref status started_at duration next_id",
  dns_switch = words "a b at before after",
  plugin = words "id name ref created_at",
  secret = words "name",
}

---Of each kind, its methods: the names of the functions that they are.
---@type table<string, table<string, string>>
M.methods = {}

---Whose code a chunk is, by the name under which the loader compiled it.
---@type table<string, Owner>
local owners = {}
M.owners = owners
for kind in pairs(fields) do M.methods[kind] = {} end

local function database_ref(own)
  if own.env and own.name then return own.env .. "/" .. own.name end
  return "id:" .. vm.tostring(own.id)
end

---Data with tables of its own: what one module does to it changes nothing for another.
---@param value any
---@return any
local function copied(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, member in next, value do copy[key] = copied(member) end
  return copy
end

---What a handle knows of its object, for whoever may keep it.
---@param handle any
---@return table<string, any>
function M.fields(handle) return copied(vm.fields_of(handle)) end

---A handle's short name: what a script would pass to find it again, where there is such a thing.
local refs = {
  database = database_ref,
  environment = function(own) return own.name end,
  snapshot = function(own) return own.label or own.id end,
  operation = function(own) return own.id end,
  plugin = function(own) return own.name end,
}

---@param handle any
---@return string? ref
function M.ref(handle)
  local kind = vm.kind_of(handle)
  local own = kind and vm.fields_of(handle) or {}
  return own.ref or refs[kind] and refs[kind](own) or vm.id_of(handle)
end

---@param handle any
---@param detail any
local function text(handle, detail)
  local ref = vm.tostring(M.ref(handle))
  return detail ~= nil and format("%s (%s)", ref, vm.tostring(detail)) or ref
end

local texts = {
  database = function(handle, own) return text(handle, own.state) end,
  environment = function(handle, own) return text(handle, own.region) end,
  snapshot = function(handle, own) return text(handle, own.status) end,
  operation = function(handle, own) return text(handle, own.status) end,
  dns_switch = function(_, own)
    return format("%s -> %s", M.ref(own.a) or "?", M.ref(own.b) or "?")
  end,
  secret = function() return "***" end,
  null = function() return "null" end,
}

---@param kind string
---@param key any
local function no_such_field(kind, key)
  local candidates = names.sorted(M.methods[kind])
  for _, name in ipairs(fields[kind]) do candidates[#candidates + 1] = name end
  errors.usage(format("%s %s has no field %s%s", kind:find("^[aeiou]") and "an" or "a", kind,
    type(key) == "string" and "`" .. key .. "`" or names.given(key),
    names.did_you_mean(key, candidates)))
end

---@param kind string
---@return fun(handle: any, key: any): any
local function index(kind)
  local known, methods = {}, M.methods[kind]
  for _, name in ipairs(fields[kind]) do known[name] = true end
  return function(handle, key)
    local value = vm.fields_of(handle)[key]
    if value ~= nil then return copied(value) end
    local method = methods[key]
    if method then
      -- Of the one function that indexes now: what called that, or is called later, says nothing.
      local source = vm.indexer()
      local owner = source and owners[source]
      return owner and (owner.root[method] or owner.methods[method])
    end
    if key == "ref" then return M.ref(handle) end
    if not known[key] then no_such_field(kind, key) end
  end
end

local function each(handle)
  local own = M.fields(handle)
  local keys, position = names.sorted(own), 0
  return function()
    position = position + 1
    return keys[position], own[keys[position]]
  end
end

local function same(a, b)
  return vm.kind_of(a) == vm.kind_of(b) and vm.id_of(a) == vm.id_of(b)
end

---@param kind string
---@return fun(handle: any, key: any)
local function read_only(kind)
  return function(_, key)
    errors.usage(format("a handle is read-only: cannot set `%s` of a %s", vm.tostring(key), kind))
  end
end

for kind in pairs(fields) do
  vm.define_kind(kind, {
    __name = kind, __index = index(kind), __newindex = read_only(kind), __pairs = each, __eq = same,
    __tostring = function(handle)
      local own = vm.fields_of(handle)
      return texts[kind] and texts[kind](handle, own) or text(handle)
    end,
  })
end

vm.define_kind("null", {
  __name = "null", __tostring = texts.null, __newindex = read_only "null",
  __eq = function(a, b) return vm.kind_of(a) == vm.kind_of(b) end,
})

M.null = vm.handle("null", "null", {})

---Takes over what another handle of the same object knows.
local function take_over(handle, fresh)
  local own = vm.fields_of(handle)
  for key in pairs(own) do own[key] = nil end
  for key, value in pairs(vm.fields_of(fresh)) do own[key] = value end
  return handle
end

---What only a method does, by the name that it goes by.
---@type table<string, function>
M.functions = {}

M.functions["database.refresh"] = function(db) return take_over(db, vm.perform("db", db)) end

M.functions["environment.refresh"] = function(env)
  return take_over(env, vm.perform("environment", env))
end

M.functions["operation.refresh"] = function(operation)
  return take_over(operation, vm.perform("operation", operation.db, operation.id))
end

M.functions["snapshot.refresh"] = function(snapshot)
  for _, fresh in ipairs(vm.perform("snapshots", "id:" .. snapshot.db_id)) do
    if fresh == snapshot then return take_over(snapshot, fresh) end
  end
  errors.raise("not_found", format("snapshot %s is not listed any more", M.ref(snapshot)))
end

for name in pairs(M.functions) do M.methods[name:match("^%a+")].refresh = name end

---Makes a function of the host's table a method of a kind, unless the kind has one of that name.
---@param kind string
---@param name string
---@param of string the function's name
function M.add_method(kind, name, of)
  local methods = M.methods[kind]
  if methods and not methods[name] then methods[name] = of end
end

lib.handles = M
