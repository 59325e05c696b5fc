-- graphene.map and graphene.parallel: several tasks at a time, all of which end before the call.
local vm = ...
local lib = vm.lib
local errors, scopes, results = lib.errors, lib.scopes, lib.results

local ipairs, error, unpack, min = ipairs, error, table.unpack, math.min

local M = {}

---@class Group
---@field name string
---@field items any[]
---@field call fun(item: any): any
---@field outcomes table[] by index, as tasks end
---@field ids integer[] task ids by index, in the order of their start
---@field next integer the first index not started
---@field stops boolean whether the first failure stops the rest
---@field failure table? that first failure
---@field joined table<integer, boolean>

---The group that each task waits for.
---@type table<integer, Group>
local groups_of = {}

local cancel_running
---@param group Group
---@param err table
function cancel_running(group, err)
  for index, id in ipairs(group.ids) do
    if not group.outcomes[index] then
      vm.cancel(id, err)
      -- What waits for a group of its own wakes when that has ended.
      if groups_of[id] then cancel_running(groups_of[id], err) end
    end
  end
end

local start_next

---@param group Group
---@param index integer
---@param outcome table
local function finished(group, index, outcome)
  group.outcomes[index] = outcome
  if not outcome.ok and group.stops and not group.failure then
    group.failure = outcome.err
    cancel_running(group, scopes.peer_failure(outcome.err, group.name))
  end
  if group.progress then
    group.done = group.done + 1
    local title = group.progress == true and group.name or group.progress
    vm.tell("progress", title, group.done, #group.items)
  end
  start_next(group)
end

---The life of one task; that of the next begins where it ends.
---@param group Group
---@param index integer
local function run_item(group, index)
  local item, started = group.items[index], lib.now()
  local outcome = scopes.run(group.call, item)
  outcome.item, outcome.elapsed = item, lib.times.seconds(lib.now() - started)
  outcome.values.n = nil
  finished(group, index, outcome)
end

---@param group Group
function start_next(group)
  local index = group.next
  if index > #group.items or group.failure or group.abandoned then return end
  group.next = index + 1
  group.ids[index] = vm.spawn(run_item, group, index)
end

-- In order: when all before it have ended, a task has started, or none will any more.
---@param group Group
local function join_all(group)
  for index = 1, #group.items do
    local id = group.ids[index]
    if not id then return end
    local ok, err = true, nil
    if not group.joined[index] then
      ok, err = vm.join(id)
      group.joined[index] = true
    end
    if not ok and not group.outcomes[index] then
      -- Stopped before its first line ran.
      group.outcomes[index] = { ok = false, err = errors.from(err), item = group.items[index],
        values = {}, elapsed = 0 }
    end
  end
end

---Runs a group to its end; when the task that waits for it is stopped, so are the group's.
---@param group Group
local function run_group(group, concurrency)
  group.outcomes, group.ids, group.joined, group.next, group.done = {}, {}, {}, 1, 0
  local task = vm.current()
  local outer = groups_of[task]
  groups_of[task] = group
  for _ = 1, min(concurrency, #group.items) do start_next(group) end
  local ok, err = vm.rawpcall(join_all, group)
  if not ok or group.failure then
    group.abandoned = true
    if not ok then cancel_running(group, errors.from(vm.mark() or err)) end
    vm.shield(join_all, group)
  end
  groups_of[task] = outer
  if ok and not group.failure then return end
  error(not ok and err or group.failure, 0)
end

---@param list any[]
---@return any[]
local function copied(list)
  local items = {}
  for index, item in ipairs(list) do items[index] = item end
  return items
end

local function map(list, fn, options)
  options = options or {}
  local concurrency = options.concurrency or 4
  if concurrency < 1 then
    errors.usage("graphene.map: option `concurrency` must be at least 1, not " .. concurrency)
  end
  local group = { name = "map", items = copied(list), call = fn, progress = options.progress }
  group.stops = options.failures ~= "collect"
  run_group(group, concurrency)
  return results.new(group.outcomes)
end

local function parallel(functions, options)
  local items = copied(functions)
  for index, fn in ipairs(items) do
    if type(fn) ~= "function" then
      errors.usage(("graphene.parallel: entry %d must be a function, not %s"):format(index,
        lib.names.given(fn)), "write `function() … end` around the call")
    end
  end
  local function call(fn) return fn() end
  local group = { name = "parallel", items = items, call = call, stops = true }
  run_group(group, options and options.concurrency or #items)
  local first = {}
  for index = 1, #items do first[index] = group.outcomes[index].values[1] end
  return unpack(first, 1, #items)
end

M.functions = { map = map, parallel = parallel }
lib.concurrency = M
