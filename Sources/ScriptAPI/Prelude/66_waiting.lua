-- graphene.wait, wait_until, sleep and retry: time passes in the host, so each wait is an effect.
local vm = ...
local lib = vm.lib
local errors, names, arguments = lib.errors, lib.names, lib.arguments

local type, format, min, pack, unpack = type, string.format, math.min, table.pack, table.unpack
local error, rawget, ipairs, tostring = error, rawget, ipairs, tostring
local concat = table.concat

local M = {}

---@param options table?
---@param name string
---@param default any
---@param where string the function's name
---@return number
local function duration(options, name, default, where)
  local value = options and options[name]
  if value == nil then value = default end
  local seconds = arguments.seconds(value)
  if not seconds then
    errors.usage(format("graphene.%s: option `%s` must be a duration, not %s", where, name,
      names.given(value)))
  end
  return seconds
end

---A number of seconds as people read it.
local function human(seconds) return tostring(vm.ask("time.human", seconds)) end

---Asks again and again until the answer is truthy or the time is up; once more at the end.
---@param attempt fun(): any
---@param timeout number seconds
---@param every number seconds
---@return any answer false when the time was up
local function poll(attempt, timeout, every)
  local deadline = vm.ask("now") + timeout * 1000
  while true do
    local answer = attempt()
    if answer then return answer end
    local left = (deadline - vm.ask("now")) / 1000
    if left <= 0 then return false end
    vm.perform("sleep", min(every > 0 and every or 0.1, left))
  end
end

local function wait_until(fn, options)
  local timeout = duration(options, "timeout", nil, "wait_until")
  local answer = poll(fn, timeout, duration(options, "every", 5, "wait_until"))
  if answer then return answer end
  local what = options.message or "the condition was not met"
  errors.raise("timeout", format("%s within %s", what, human(timeout)))
end

---Raises when a database is in a state that it does not leave by itself.
---@param db any
local function refuse_failure(db)
  if db.locked or db.pending or not vm.ask("failure_state", db.state or "") then return end
  errors.raise("operation_failed", format("%s will not become what the script waits for: it is in "
    .. "the state `%s`", db.ref, db.state), { target = db.ref, verb = "wait" })
end

---@param db any
---@param predicate fun(db: any): any
---@param options table
local function wait_for_predicate(db, predicate, options)
  local timeout = duration(options, "timeout", nil, "wait")
  local fresh = db
  local met = poll(function()
    fresh = vm.perform("db", vm.kind_of(fresh) and fresh or db)
    if predicate(fresh) then return true end
    refuse_failure(fresh)
  end, timeout, duration(options, "every", 10, "wait"))
  if met then return fresh end
  errors.raise("timeout", format("%s did not become what the script waits for within %s",
    tostring(fresh), human(timeout)), { target = fresh.ref, verb = "wait" })
end

local function wait(db, condition, options)
  if type(condition) == "function" then return wait_for_predicate(db, condition, options or {}) end
  return vm.perform("wait", db, condition, options)
end

---@param codes any[]
local function check_codes(codes)
  for _, code in ipairs(codes) do
    local is_known = false
    for _, known in ipairs(errors.codes) do is_known = is_known or known == code end
    for _, known in ipairs(errors.host_codes) do is_known = is_known or known == code end
    if not is_known then
      errors.usage(format("graphene.retry: option `codes` cannot have %s%s", names.given(code),
        names.did_you_mean(code, errors.codes)), "the codes are " .. concat(errors.codes, ", "))
    end
  end
end

local default_codes = { "rate_limited", "unavailable", "conflict" }

---@param err any
---@param codes string[]
local function is_listed(err, codes)
  if not vm.is_error(err) then return false end
  for _, code in ipairs(codes) do
    if rawget(err, "code") == code then return true end
  end
  return false
end

---How long to wait before the next attempt; the cloud's own word counts when it asks for longer.
local function pause(err, attempt, backoff, longest)
  local delay = min(backoff * 2.0 ^ (attempt - 1), longest)
  local asked = rawget(err, "after")
  return type(asked) == "number" and asked > delay and asked < 86400 and asked or delay
end

local function retry(fn, options)
  options = options or {}
  local attempts, codes = options.attempts or 5, options.codes or default_codes
  check_codes(codes)
  local backoff = duration(options, "backoff", 2, "retry")
  local longest = duration(options, "max", 60, "retry")
  if attempts < 1 then
    errors.usage("graphene.retry: option `attempts` must be at least 1, not " .. attempts)
  end
  for attempt = 1, attempts do
    local outcome = pack(vm.pcall(fn))
    if outcome[1] then return unpack(outcome, 2, outcome.n) end
    local err = outcome[2]
    if attempt == attempts or not is_listed(err, codes) then error(err, 0) end
    local delay = pause(err, attempt, backoff, longest)
    vm.tell("log", "info", format("attempt %d of %d failed (%s); again in %s", attempt, attempts,
      errors.summary(err), human(delay)), {})
    vm.perform("sleep", delay)
  end
end

M.functions = {
  wait = wait, wait_until = wait_until, retry = retry,
  sleep = function(seconds) vm.perform("sleep", seconds) end,
}
lib.waiting = M
