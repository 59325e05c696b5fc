--- Replaces what an address leads to by a copy that was looked at first, and goes back by itself when
--- the address then does not lead to what works.

local graphene = require "graphene"
local names = require "runbook.names"

local M = {}

---@class Replacement
---@field copy table the database that has the address now
---@field before table the one that had it, unchanged
---@field switch table the switch, with `:revert()`

-- Fails unless a copy runs, answers, and is what the caller wants of it.
local function verify(copy, options)
  if copy.state ~= "running" then
    graphene.fail(("%s is %s and not running"):format(copy.ref, copy.state), { code = "unhealthy" })
  end
  if options.check ~= "none" then
    local probe = graphene.probe(copy, { port = options.check })
    if not probe.ok then
      graphene.fail(("%s does not answer: %s"):format(copy.ref, tostring(probe.detail)),
        { code = "unhealthy" })
    end
  end
  if options.verify then options.verify(copy) end
end

-- Tells how to go on by hand, where going back has failed.
local function warn_of(copy, before)
  graphene.log.error(("the address of %s leads to %s, and going back has failed: look at both")
    :format(before.ref, copy.ref), { before = before.ref, copy = copy.ref })
end

-- Goes back, says so, and fails the run with what was wrong.
local function go_back(switch, copy, before, err)
  graphene.log.warn("going back: the address gets its database again", {
    database = before.ref, because = tostring(err),
  })
  local has_reverted, failure = pcall(switch.revert, switch)
  if not has_reverted then
    warn_of(copy, before)
    error(failure, 0)
  end
  error(err, 0)
end

---Clones a database into the environment of another one, looks whether the clone works, and gives it
---the other's address; looks again, and goes back when it does not work there.
---
---Needs `read`, `clone` and `switch_dns`. What had the address stays as it is. A run that is repeated
---on one day takes up the copy that it finds under the day's name.
---@param source table what is copied
---@param before table what has the address; it may be `source` itself
---@param options { name: string?, check: "bolt"|"http"|"none"|nil, verify: fun(copy: table)?,
---  timeout: number|string|nil } `verify` raises when the copy is not wanted; it is called before the
---  switch and after it
---@return Replacement
function M.replace(source, before, options)
  options = options or {}
  options.check = options.check or "bolt"
  local name = options.name or names.dated(source.name)
  local found = graphene.find_db(before.env .. "/" .. name)
  local copy = found or graphene.clone(source, before.env, { name = name, timeout = options.timeout })
  copy = graphene.wait(copy, "running", { timeout = options.timeout or "4h" })
  verify(copy, options)
  local switch = graphene.switch_dns(before, copy)
  local is_well, err = pcall(function()
    graphene.wait_until(function() return switch:verify() end, {
      timeout = "5m", every = "15s", message = "the address does not lead to " .. copy.ref,
    })
    verify(graphene.db(copy), options)
  end)
  if not is_well then go_back(switch, copy, before, err) end
  return { copy = graphene.db(copy), before = before, switch = switch }
end

return M
