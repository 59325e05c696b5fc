-- What a task has promised to do when it ends: the handlers of graphene.defer and on_error.
local vm = ...
local lib = vm.lib
local errors = lib.errors

local xpcall, rawget, setmetatable, error = xpcall, rawget, setmetatable, error
local pack, unpack, remove, format = table.pack, table.unpack, table.remove, string.format

local M = {}

---@class Handler
---@field kind "defer"|"on_error"
---@field call fun(err: any)
---@field active boolean

---@class Scope
---@field parent Scope?
---@field handlers Handler[]
---@field unwinding boolean

---@type table<integer, Scope>
local scopes = {}

-- graphene.skip ends a task as if it had succeeded; its error never leaves the task.
local skips = setmetatable({}, { __mode = "k" })
-- Cancelled because another task of the same map or parallel failed: no person said stop.
local stopped_by_peer = setmetatable({}, { __mode = "k" })

---@param err table
---@return boolean
local function rolls_back(err)
  return rawget(err, "code") ~= "cancelled" or stopped_by_peer[err] == true
end

---@param failure table what a handler raised
---@param handler Handler
---@param err table? what the task ends with so far
---@return table err what it ends with now
local function after_failure(failure, handler, err)
  if not err then return failure end
  if handler.kind == "on_error" and rawget(err, "code") ~= "rollback_failed" then
    return errors.make {
      code = "rollback_failed", cause = err, script = failure.script, line = failure.line,
      traceback = failure.traceback, target = failure.target, verb = failure.verb,
      message = format("an on_error handler failed (%s) while undoing what had failed (%s)",
        errors.summary(failure), errors.summary(err)),
      hint = "look at what the run had done, and undo the rest by hand",
    }
  end
  local message = format("a %s handler failed too: %s", handler.kind, errors.summary(failure))
  vm.tell("log", "error", message, {})
  return err
end

---Runs one handler, in clean-up mode: its effects are allowed although the task is cancelled.
---@param handler Handler
---@param err table?
---@return table? failure
local function run_handler(handler, err)
  local alive, ok, failure = vm.shield(function()
    return xpcall(handler.call, errors.capture, err)
  end)
  if alive and ok then return nil end
  failure = errors.from(alive and failure or ok)
  return not skips[failure] and failure or nil
end

---Runs a scope's handlers, last first, also those that handlers register.
---@param scope Scope
---@param err table?
---@return table? err
local function unwind(scope, err)
  local original = err
  scope.unwinding = true
  while #scope.handlers > 0 do
    local handler = remove(scope.handlers)
    if handler.active and (handler.kind == "defer" or original and rolls_back(original)) then
      handler.active = false
      local failure = run_handler(handler, original)
      if failure then err = after_failure(failure, handler, err) end
      original = original or err
    end
  end
  return err
end

---Runs a function as the whole life of a task: then its handlers, then what it came to.
---@param fn function
---@return {ok: boolean, values: table, err: any, skipped: string?}
function M.run(fn, ...)
  local task = vm.current()
  local scope = { parent = scopes[task], handlers = {} }
  scopes[task] = scope
  local values = pack(vm.last(fn, errors.capture, ...))
  local err = vm.mark() or not values[1] and values[2] or nil
  if err == nil and not values[1] then err = errors.from(nil) end
  err = err and errors.from(err)
  local skipped = err and skips[err]
  if skipped then err, values = nil, pack(true) end
  err = unwind(scope, err)
  scopes[task] = scope.parent
  if err then return { ok = false, err = err, values = { n = 0 } } end
  return { ok = true, values = pack(unpack(values, 2, values.n)), skipped = skipped }
end

---What a run came to, as results or as a raised error.
---@param outcome table
function M.deliver(outcome)
  if not outcome.ok then error(outcome.err, 0) end
  return unpack(outcome.values, 1, outcome.values.n)
end

---Ends the running task as if it had succeeded; the script's own pcall does not stop that.
---@param reason string
function M.skip(reason)
  local err = errors.make { code = "cancelled", message = "skipped: " .. reason }
  skips[err] = reason
  local scope = scopes[vm.current()]
  if scope and not scope.unwinding then vm.cancel(vm.current(), err) end
  error(err, 0)
end

---The error with which the other tasks of a map or parallel are stopped after a failure.
---@param failure table
---@param name string
---@return table
function M.peer_failure(failure, name)
  local err = errors.make {
    code = "cancelled", cause = failure,
    message = format("stopped, because another task of graphene.%s failed: %s", name,
      errors.summary(failure)),
  }
  stopped_by_peer[err] = true
  return err
end

---Ends a handler with its block: `local x <close> = graphene.defer(fn)`.
---@param scope Scope
---@param handler Handler
---@param err any
local function close(scope, handler, err)
  if not handler.active then return end
  handler.active = false
  local handlers = scope.handlers
  while #handlers > 0 and not handlers[#handlers].active do remove(handlers) end
  err = vm.mark() or err
  err = err ~= nil and errors.from(err) or nil
  if err and skips[err] then err = nil end
  if handler.kind == "on_error" and not (err and rolls_back(err)) then return end
  local failure = run_handler(handler, err)
  if not failure then return end
  local now = after_failure(failure, handler, err)
  if now ~= err then error(now, 0) end
end

---@param kind "defer"|"on_error"
---@param fn function
---@return table closable
local function register(kind, fn)
  local scope = scopes[vm.current()]
  local handler = { kind = kind, call = fn, active = true }
  scope.handlers[#scope.handlers + 1] = handler
  return setmetatable({}, {
    __name = kind, __metatable = kind,
    __close = function(_, err) return close(scope, handler, err) end,
    __tostring = function() return "graphene." .. kind end,
    __newindex = function() errors.usage("what graphene." .. kind .. " returns is read-only") end,
  })
end

M.functions = {
  defer = function(fn) return register("defer", fn) end,
  on_error = function(fn) return register("on_error", fn) end,
  skip = function(reason) return M.skip(reason or "nothing to do") end,
}

vm.task_body(function(fn, ...) return M.deliver(M.run(fn, ...)) end)

lib.scopes = M
