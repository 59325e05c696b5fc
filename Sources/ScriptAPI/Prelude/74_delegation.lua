-- graphene.delegate: a database with some of one's own functions, to hand to code that has fewer rights.
local vm = ...
local lib = vm.lib
local errors, names, handles = lib.errors, lib.names, lib.handles

local type, ipairs, format, concat = type, ipairs, string.format, table.concat
local rawequal = rawequal

local M = {}

---@param owner Owner
---@param verb any
---@return function
local function function_of(owner, verb)
  local methods = handles.methods.database
  local name = type(verb) == "string" and methods[verb]
  if name then return owner.root[name] or owner.methods[name] end
  errors.usage(format("graphene.delegate: %s is nothing that a database does%s", names.given(verb),
    names.did_you_mean(verb, names.sorted(methods))),
    "name its methods: graphene.delegate(db, { \"pause\", \"resume\" })")
end

---@param owner Owner
---@return function
local function make_delegate(owner)
  return function(db, verbs)
    local title = format("delegate(%s: %s)", vm.tostring(handles.ref(db) or db), concat(verbs, ", "))
    local fields = { db = db }
    local delegate
    for _, verb in ipairs(verbs) do
      local call = function_of(owner, verb)
      fields[verb] = vm.framed(function(self, ...)
        if rawequal(self, delegate) then return call(db, ...) end
        errors.usage(format("`%s` of a delegate was called without it", verb),
          format("write delegate:%s(…), with a colon", verb))
      end, owner.id)
    end
    delegate = lib.readonly.new(lib.readonly.metatable(title, fields))
    return delegate
  end
end

---Functions that have to know whose they are: makers of them.
---@type table<string, fun(owner: Owner): function>
M.functions = {}

M.functions.delegate = make_delegate

lib.delegation = M
