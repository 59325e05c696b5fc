-- The main task of a session: does what the host says next, and tells what came of it, until there is
-- no more. What a person types runs in tasks of its own, which can be stopped without the session.
local vm = ...
local lib = vm.lib
local errors, scopes, modules, results = lib.errors, lib.scopes, lib.modules, lib.results
local show, plain = lib.show, lib.plain

local type, ipairs, next, rawset, rawget = type, ipairs, next, rawset, rawget
local setmetatable, error, collectgarbage = setmetatable, error, collectgarbage
local pack, sort, debug_getmetatable = table.pack, table.sort, debug.getmetatable

---@class Session
---@field module Module
---@field env table
---@field given table<string, boolean> the names that every session begins with
---@field closers any[] what `local x <close>` holds, in order

---@type Session
local session

---@param subject any
---@return string? name a page of the reference
local function page_of(subject)
  if subject == nil then return "" end
  if type(subject) == "string" then return subject end
  local name = lib.graphene.names[subject] or lib.readonly.name(subject)
  if name == "graphene" then return "" end
  return name or modules.name_of(subject) or vm.is_error(subject) and "error" or vm.kind_of(subject)
end

local help = setmetatable({}, {
  __name = "help", __metatable = "help",
  __tostring = function()
    return 'help() lists what there is; help(graphene.clone) and help "clone" explain one'
  end,
  __call = function(_, subject)
    local name = page_of(subject)
    if not name then
      errors.usage("there is no help for " .. lib.names.given(subject),
        "help() lists what there is")
    end
    vm.ask("help", name)
    vm.tell("page", name)
  end,
})

-- What the loop keeps for the person.
local last = { _ = true, _err = true, _op = true }

---Keeps what `local x <close>` holds until the session ends.
---@param name string
---@param value any
---@return any value
local function close_later(name, value)
  if value == nil or value == false then return value end
  local meta = debug_getmetatable(value)
  if type(meta) ~= "table" or rawget(meta, "__close") == nil then
    error("variable '" .. name .. "' got a non-closable value", 2)
  end
  session.closers[#session.closers + 1] = value
  return value
end

local function open()
  local module = modules.interactive("session")
  session = { module = module, env = module.env, given = {}, closers = {} }
  session.env.help, session.env._close_later = help, close_later
  for name in next, session.env do session.given[name] = true end
end

---@param step table
---@return table outcome
local function evaluate(step)
  local values = pack(modules.piece(session.module, step.source, step.name)())
  local outcome = { shown = {} }
  if step.data then
    local data = {}
    for index = 1, values.n do
      local value = plain.deep(values[index])
      data[index] = value == nil and lib.handles.null or value
    end
    outcome.data = data
  end
  if step.shows then
    for index = 1, values.n do outcome.shown[index] = show.value(values[index], step) end
  end
  if values.n > 0 then rawset(session.env, "_", values[1]) end
  return outcome
end

---An error as it crosses to the host, whatever its fields hold.
---@param err table
---@return table
local function portable(err)
  local copy = {}
  for key, value in next, err do
    local kind = type(value)
    if type(key) == "string" and (kind == "string" or kind == "number" or kind == "boolean") then
      copy[key] = value
    end
  end
  if type(copy.message) ~= "string" then copy.message = errors.summary(err) end
  return copy
end

---Runs a function as an entry, in a task of its own.
---@param fn function
---@return table outcome
local function run(fn, ...)
  vm.renew()
  local ended
  local ok, err = vm.join(vm.spawn(function(...) ended = scopes.run(fn, ...) end, ...))
  -- Stopped before its first line ran, or by an error of ours.
  if not ended then ended = { ok = false, err = errors.from(not ok and err or nil) } end
  if ended.ok then
    local outcome = ended.values[1] or { shown = {} }
    outcome.skipped = ended.skipped
    return outcome
  end
  rawset(session.env, "_err", ended.err)
  local outcome = { err = portable(ended.err) }
  if rawget(ended.err, "code") == "memory_limit" then collectgarbage() end
  return outcome
end

---Failures of a map that were not looked at: an error for who wants it strict, else a warning.
---@param outcome table
---@param step table
local function judge_unseen(outcome, step)
  local missed = not outcome.err and results.unseen_error()
  results.forget()
  if not missed then return end
  if step.strict then
    outcome.err, outcome.shown, outcome.data = portable(missed), nil, nil
  else
    vm.tell("log", "warn", missed.message, {})
  end
end

local steps = {}

function steps.entry(step)
  if step.op ~= nil then rawset(session.env, "_op", step.op) end
  local outcome = run(evaluate, step)
  judge_unseen(outcome, step)
  return outcome
end

function steps.names(step)
  return lib.lookup.names(session.env, step.path)
end

function steps.vars()
  local variables = {}
  for name, value in next, session.env do
    if type(name) == "string" and (not session.given[name] or last[name]) then
      variables[#variables + 1] = name
    end
  end
  sort(variables)
  local listed = {}
  for index, name in ipairs(variables) do
    if index > 1000 then break end
    local value = rawget(session.env, name)
    listed[index] = { name = name, kind = lib.names.type_of(value), text = show.brief(value) }
  end
  return { variables = listed }
end

---Closes what the session holds open, last first.
local function close_all()
  local closers = session.closers
  for index = #closers, 1, -1 do
    local value <close> = closers[index]
    closers[index] = nil
  end
end

function steps.reset()
  local outcome = run(close_all)
  modules.forget()
  open()
  collectgarbage()
  return outcome
end

---@param outcome table
---@return table step
local function next_step(outcome)
  local ok, step = vm.rawpcall(vm.perform, "session.next", outcome)
  if ok then return step end
  -- What it came to cannot cross: that is its end.
  return vm.perform("session.next", { err = portable(errors.from(step)) })
end

local function serve()
  open()
  local step = vm.perform("session.next")
  while step.kind ~= "end" do
    local ok, outcome = vm.rawpcall(steps[step.kind], step)
    if not ok then outcome = { err = portable(errors.from(outcome)) } end
    step = next_step(outcome)
  end
  run(close_all)
end

vm.main(function()
  lib.begin()
  -- The loop is not what is stopped: marks do not count in it.
  local ok, err = vm.shield(serve)
  if not ok then error(err, 0) end
end)
