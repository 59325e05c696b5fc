-- What graphene.map gives back, and the watch over failures that a script never looked at.
local vm = ...
local lib = vm.lib
local errors, names, inspect = lib.errors, lib.names, lib.inspect

local type, ipairs, pairs, next = type, ipairs, pairs, next
local setmetatable, getmetatable, rawget = setmetatable, debug.getmetatable, rawget
local format, concat = string.format, table.concat

local M = {}

-- Behind each Results: its counts, its failures and whether they were looked at. Behind each failed
-- item: `ok` and `err`, which the item does not hold itself, so that reading them is noticed.
local results_state = setmetatable({}, { __mode = "k" })
local item_state = setmetatable({}, { __mode = "k" })

---Every Results with failures that nobody has looked at yet, in the order of their maps.
---@type table[]
local unseen = {}

---A short name of what a map worked on.
---@param item any
---@return string
function M.label(item)
  if vm.kind_of(item) then return vm.tostring(lib.handles.ref(item)) end
  return type(item) == "string" and item or inspect.text(item, 1)
end

---@param state table
local function look(state)
  state.unseen_count = 0
  for _, failed in ipairs(state.failures) do item_state[failed].seen = true end
end

local item_metatable = {
  __name = "result", __metatable = "result",
  __index = function(item, key)
    if key ~= "ok" and key ~= "err" then return nil end
    local state = item_state[item]
    if not state.seen then
      state.seen = true
      state.results.unseen_count = state.results.unseen_count - 1
    end
    if key == "ok" then return false end
    return state.err
  end,
}

---@param item table
---@return table
local function whole_item(item)
  local copy = { ok = item.ok, err = item.err }
  for key, value in next, item do copy[key] = value end
  return copy
end

item_metatable.__pairs = function(item) return next, whole_item(item), nil end

local list_shown = 5

---@param failures table[]
---@return string
local function listing(failures)
  local parts = {}
  for i, failed in ipairs(failures) do
    if i > list_shown then
      parts[i] = format("and %d more", #failures - list_shown)
      break
    end
    parts[i] = format("%s (%s)", M.label(failed.item), errors.summary(item_state[failed].err))
  end
  return concat(parts, ", ")
end

---@param state table
---@return table err
local function partial(state, message, hint)
  return errors.make {
    code = "partial", message = message, hint = hint, script = state.script, line = state.line,
    cause = item_state[state.failures[1]].err,
  }
end

local methods = {}

---@param results any what stands before the colon
---@param name string
---@return table state
local function state_of(results, name)
  local state = results_state[results or false]
  if state then return state end
  errors.usage(format("Results:%s must be called with a colon on what graphene.map returned", name))
end

---The items that failed, in input order.
function methods.failed(results)
  local state = state_of(results, "failed")
  look(state)
  return { table.unpack(state.failures) }
end

---Raises `partial` when more than `allow` items failed, and is the results otherwise.
function methods.raise(results, options)
  local state = state_of(results, "raise")
  if options ~= nil and type(options) ~= "table" then
    errors.usage("Results:raise: the options must be a table, not " .. names.given(options))
  end
  for key in pairs(options or {}) do
    if key ~= "allow" then
      errors.usage(format("Results:raise has no option `%s`%s", vm.tostring(key),
        names.did_you_mean(key, { "allow" })))
    end
  end
  local allow = options and options.allow or 0
  if math.type(allow) ~= "integer" then
    errors.usage("Results:raise: option `allow` must be a whole number, not " .. names.given(allow))
  end
  look(state)
  if #state.failures <= allow then return results end
  errors.raise("partial", format("%d of %d failed: %s", #state.failures, state.total,
    listing(state.failures)), { cause = item_state[state.failures[1]].err })
end

local results_metatable = {
  __name = "Results", __metatable = "Results",
  __index = function(results, key)
    local state = results_state[results]
    if key == "ok_count" then return state.total - #state.failures end
    if key == "failed_count" then
      look(state)
      return #state.failures
    end
    if methods[key] then return methods[key] end
    if type(key) == "string" then
      errors.usage(format("Results has no field `%s`%s", key,
        names.did_you_mean(key, { "ok_count", "failed_count", "failed", "raise" })))
    end
  end,
  __tostring = function(results)
    local state = results_state[results]
    return format("%d of %d ok", state.total - #state.failures, state.total)
  end,
}

---Whether a value is what graphene.map returned.
function M.is(value) return results_state[value] ~= nil end

---Makes Results of outcomes, in input order.
---@param outcomes {item: any, ok: boolean, values: any[], err: any, elapsed: number}[]
---@return table
function M.new(outcomes)
  local script, line = vm.where()
  local state = { failures = {}, total = #outcomes, script = script, line = line }
  for _, outcome in ipairs(outcomes) do
    if not outcome.ok then
      item_state[outcome] = { err = outcome.err, results = state, seen = false }
      outcome.ok, outcome.err = nil, nil
      setmetatable(outcome, item_metatable)
      state.failures[#state.failures + 1] = outcome
    end
  end
  state.unseen_count = #state.failures
  if state.unseen_count > 0 then unseen[#unseen + 1] = state end
  local results = setmetatable(outcomes, results_metatable)
  results_state[results] = state
  return results
end

---The `partial` error of a run that ends with failures it never looked at, or nil.
---@return table?
function M.unseen_error()
  for _, state in ipairs(unseen) do
    if state.unseen_count > 0 then
      local missed = {}
      for _, failed in ipairs(state.failures) do
        if not item_state[failed].seen then missed[#missed + 1] = failed end
      end
      local message = "%d of %d failed in graphene.map, and the script did not look: %s"
      return partial(state, format(message, #missed, state.total, listing(missed)),
        "look at each result's `ok` or at `:failed()`, or raise with `:raise()`")
    end
  end
end

---Takes note that failures were looked at, as when a person was shown the results.
---@param results table
function M.see(results) look(results_state[results]) end

---Lets go of every Results so far: what is not looked at by now counts no more.
function M.forget() unseen = {} end

lib.results = M

-- Handles that are data in themselves; of the others, data is what they know of their object.
local stays = { time = true, null = true, secret = true }

---@param value any
---@param open table<table, boolean>
---@param depth integer
local function plain(value, open, depth)
  local kind = vm.kind_of(value)
  if kind and not stays[kind] then value = lib.handles.fields(value) end
  if type(value) ~= "table" or depth > 64 or open[value] then return value end
  value = lib.readonly.copy(value) or value
  if item_state[value] then value = whole_item(value) end
  open[value] = true
  local copy
  for key, old in next, value do
    local new = plain(old, open, depth + 1)
    if new ~= old and not copy then
      copy = {}
      for k, v in next, value do copy[k] = v end
    end
    if copy then copy[key] = new end
  end
  open[value] = nil
  return copy or value
end

-- Values on their way out of the script, as data: handles and read-only tables with their fields,
-- failed items with their `ok` and `err`.
lib.plain = {
  ---@param value any
  deep = function(value) return plain(value, {}, 0) end,
  ---@param value table
  top = function(value)
    return item_state[value] and whole_item(value) or lib.readonly.copy(value) or value
  end,
}
