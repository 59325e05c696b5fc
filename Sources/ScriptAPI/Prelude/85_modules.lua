-- Chunks and modules: each has globals of its own, and a `require` and `load` that know whose.
local vm = ...
local lib = vm.lib
local errors, names = lib.errors, lib.names

local type, error, concat = type, error, table.concat
local format, match, gsub = string.format, string.match, string.gsub
local pairs, next, rawequal, select = pairs, next, rawequal, select
local max, min = math.max, math.min

local M = {}

local MOST_TEXT = 262144

---@class Module
---@field name string
---@field owner Owner
---@field env table
---@field state "loading"|"loaded"|"failed"
---@field pending table<Module, boolean> modules it waits for right now
---@field value any

---@type table<string, Module>
local modules = {}

---Who owns code in this run, by the host's number.
---@type table<integer, Owner>
local owners = { [lib.graphene.SCRIPT] = lib.graphene.script }

---@param id integer
---@param label string
---@return Owner
local function owner_of(id, label)
  local owner = owners[id] or lib.graphene.owner(id, label)
  owners[id] = owner
  return owner
end

---The name under which a chunk's lines are shown.
---@param chunkname string
---@return string
local function shown(chunkname) return (gsub(chunkname, "^[=@]", "")) end

---A file's text without what is no Lua: a byte order mark, and a first line for the shell. That
---line stays empty, for the numbers of the others.
---@param source string
---@return string
local function without_preamble(source)
  return (gsub(gsub(source, "^\xEF\xBB\xBF", "", 1), "^#[^\n]*", "", 1))
end

---Compiles text for an owner's module. A name is one owner's: by it, its code is known.
---@param source string
---@param chunkname string
---@param env any
---@param owner Owner
---@return function?, string? message
local function compile(source, chunkname, env, owner)
  local known = lib.handles.owners
  while known[chunkname] and known[chunkname] ~= owner do chunkname = chunkname .. "'" end
  known[chunkname] = owner
  errors.chunks[shown(chunkname)] = true
  local chunk, message = vm.load(source, chunkname, env)
  -- A stack that overflows in the compiler has met the task's own handler, which makes a table of it.
  if vm.is_error(message) then message = message.message end
  return chunk, message
end

-- Lua shows a name as far as this.
local LONGEST_NAME = 59

---A load'ed chunk's name: the script chooses a part of it, never the whole, so that its lines
---cannot pass for those of a file, of another owner, or ours.
---@param name any
---@param owner Owner
---@return string
local function load_name(name, owner)
  local before = owner.label == "" and "=(load" or "=" .. owner.label .. " (load"
  if type(name) ~= "string" then return before .. ")" end
  local safe = gsub(shown(name), "[%c\n]+", " ")
  local longest = max(8, min(40, LONGEST_NAME - #before - 3))
  if #safe > longest then safe = safe:sub(1, longest - 3) .. "..." end
  return before .. ": " .. safe .. ")"
end

---@param chunk any
---@return string? text, string? message
local function text_of(chunk)
  if type(chunk) == "string" then return chunk end
  local pieces, size = {}, 0
  while true do
    local piece = chunk()
    if piece == nil or piece == "" then return concat(pieces) end
    if type(piece) ~= "string" then return nil, "reader function must return a string" end
    size = size + #piece
    if size > MOST_TEXT then return nil, "chunk is too large" end
    pieces[#pieces + 1] = piece
  end
end

---@param module_env table
---@param owner Owner
---@return function
local function make_load(module_env, owner)
  return function(chunk, name, mode, ...)
    if type(chunk) ~= "string" and type(chunk) ~= "function" then
      error("bad argument #1 to 'load' (string or function expected, got " .. type(chunk) .. ")", 2)
    end
    local text, message = text_of(chunk)
    if not text then return nil, message end
    if #text > MOST_TEXT then
      return nil, format("chunk is too large: %d bytes, at most %d are taken", #text, MOST_TEXT)
    end
    if text:sub(1, 1) == "\27" then
      return nil, "attempt to load a binary chunk: `load` takes text only"
    end
    if mode == "b" then return nil, "attempt to load a text chunk (mode is 'b')" end
    local env = module_env
    if select("#", ...) > 0 then env = (...) end
    return compile(text, load_name(name, owner), env, owner)
  end
end

---A syntax error, as a `usage` error with its place.
---@param message string
---@param quotes boolean whether the source may be quoted
local function syntax_error(message, quotes)
  local text, script, line = errors.split_position(message)
  if not quotes then text = gsub(text, " near .*$", "") end
  return errors.raise("usage", "syntax error: " .. text, { script = script, line = line })
end

local function check_name(name)
  if type(name) ~= "string" then
    error("bad argument #1 to 'require' (string expected, got " .. type(name) .. ")", 4)
  end
  local valid = #name <= 200 and match("." .. name, "^[%.%w_]+$") ~= nil
  for part in (name .. "."):gmatch("([^.]*)%.") do
    valid = valid and match(part, "^[%a_][%w_]*$") ~= nil
  end
  if valid then return end
  errors.usage(format("%s is no module's name", names.quote(name)),
    "a name is words of letters, digits and `_`, joined by dots; never a path")
end

---Whether waiting for a module would wait for oneself.
---@param from Module
---@param goal Module
local function leads_to(from, goal, seen)
  if from == goal then return true end
  if from.state ~= "loading" or seen[from] then return false end
  seen[from] = true
  for pending in pairs(from.pending) do
    if leads_to(pending, goal, seen) then return true end
  end
  return false
end

---@param module Module
---@param source string
---@param chunkname string
local function load_module(module, source, chunkname)
  module.env = M.env(module)
  module.env.warn = lib.standard.warn()
  local chunk, message = compile(without_preamble(source), chunkname, module.env, module.owner)
  if not chunk then syntax_error(message, false) end
  local value = chunk(module.name)
  module.value = value == nil and true or value
  module.state = "loaded"
end

---@param requirer Module
---@param module Module
local function wait_for(requirer, module)
  if leads_to(module, requirer, {}) then
    local message = "modules require each other in a circle: %s requires %s, which is still loading"
    errors.usage(format(message, requirer.name, module.name),
      "move what both need into a third module")
  end
  requirer.pending[module] = true
  -- Another task loads it: there is nothing to wait on but time.
  while module.state == "loading" do vm.perform("sleep", 0.01) end
  requirer.pending[module] = nil
end

---@param requirer Module
---@param name string
---@return any
local function require_module(requirer, name)
  local source, chunkname, key, id, label = vm.perform("require", name)
  key = key or name
  local module = modules[key]
  if module and module.state == "loading" then wait_for(requirer, module) end
  module = modules[key]
  if not module then
    module = { name = name, owner = owner_of(id, label), state = "loading", pending = {} }
    modules[key], requirer.pending[module] = module, true
    local ok, err = vm.rawpcall(load_module, module, source, chunkname)
    requirer.pending[module] = nil
    if not ok then
      module.state, modules[key] = "failed", nil
      error(err, 0)
    end
  elseif module.state == "failed" then
    return require_module(requirer, name)
  end
  return module.value
end

---@param module Module
---@param env table
---@return function
local function make_require(module, env)
  -- Modules written for any Lua require what it has without a file, too.
  local required = {
    graphene = module.graphene, _G = env, string = env.string, table = env.table, math = env.math,
    utf8 = env.utf8, coroutine = env.coroutine, os = env.os, io = env.io, debug = env.debug,
    package = env.package,
  }
  return function(name)
    if required[name] == nil then
      check_name(name)
      required[name] = require_module(module, name)
    end
    return required[name]
  end
end

---The globals of a module.
---@param module Module
---@return table
function M.env(module)
  local env = lib.standard.globals()
  module.graphene = lib.graphene.new(module.owner)
  env.graphene, env.load = module.graphene, make_load(env, module.owner)
  module.env = env
  env.require = vm.framed(make_require(module, env), module.owner.id)
  return env
end

---A module that no file holds: its globals are the session's.
---@param name string
---@return Module
function M.interactive(name)
  local module = { name = name, owner = lib.graphene.script, state = "loading", pending = {} }
  M.env(module)
  return module
end

---What a value is called that a module is, or that stands in a module's table.
---@param value any
---@return string? name of several the first one
function M.name_of(value)
  if type(value) ~= "table" and type(value) ~= "function" then return nil end
  local found
  local function note(name) if not found or name < found then found = name end end
  for _, module in pairs(modules) do
    if rawequal(module.value, value) then
      note(module.name)
    elseif type(module.value) == "table" and type(value) == "function" then
      for key, member in next, module.value do
        if type(key) == "string" and rawequal(member, value) then note(module.name .. "." .. key) end
      end
    end
  end
  return found
end

---Forgets what was loaded, so that it is read again.
function M.forget() modules = {} end

---Compiles a piece of a session.
---@param module Module
---@param source string
---@param chunkname string
---@return function
function M.piece(module, source, chunkname)
  local chunk, message = compile(without_preamble(source), chunkname, module.env, module.owner)
  if not chunk then syntax_error(message, true) end
  return chunk
end

---Compiles the script itself.
---@param source string
---@param chunkname string
---@return function
function M.main(source, chunkname)
  local module = { name = shown(chunkname), owner = lib.graphene.script, state = "loading", pending = {} }
  local chunk, message = compile(without_preamble(source), chunkname, M.env(module), module.owner)
  if not chunk then syntax_error(message, true) end
  return chunk
end

lib.modules = M
