-- Makes a copy of a database: a clone of it as it is or, where that cannot be had, its newest
-- snapshot in a database of its own.

local graphene = require "graphene"
local copies = require "copies"
local leftovers = require "leftovers"

local M = {}

-- What keeps a database from being cloned and not its snapshot from being used.
local NO_CLONE = {
  operation_failed = true, unhealthy = true, conflict = true, locked = true, unavailable = true,
  timeout = true, outcome_unknown = true, unsupported = true,
}

---Returns whether a database is well enough for a clone to be tried.
---@param source table
---@return boolean
function M.can_be_cloned(source)
  return source.pending or source.state == "running" or source.state == "paused"
end

---Fails the run unless a snapshot is young enough.
---@param snapshot table
---@param max_age number
---@param because string why there is no clone instead
function M.check_age(snapshot, max_age, because)
  local age = graphene.time.now() - snapshot.created_at
  if age <= max_age then return end
  graphene.fail(("%s, and the newest snapshot is %s old, older than max_age (%s): to take it all "
    .. "the same, give --param max_age=%dh"):format(because, graphene.time.human(age),
    graphene.time.human(max_age), math.ceil(age / 3600) + 1), { code = "unhealthy" })
end

---Makes a database from a snapshot, under a name that tells this from a clone.
---@param source table
---@param env table
---@param snapshot table
---@param timeout number
---@return table copy
function M.from_snapshot(source, env, snapshot, timeout)
  local ref = copies.new_ref(env, source, copies.FROM_SNAPSHOT)
  return graphene.create_from_snapshot(snapshot, ref:match("[^/]*$"), {
    env = env, timeout = timeout,
  })
end

---Clones a database. The clone of a paused one is started where the cloud leaves it paused.
---@param source table
---@param env table
---@param timeout number
---@return table? copy nil when it cannot be cloned
---@return any err why
function M.clone(source, env, timeout)
  local has_cloned, copy = pcall(graphene.clone, source, env, { timeout = timeout })
  if not has_cloned then
    local err = copy
    if type(err) ~= "table" or not NO_CLONE[err.code] then error(err, 0) end
    leftovers.warn(copies.new_ref(env, source), "look at it, and delete it if it is not needed")
    return nil, err
  end
  if copy.state == "paused" then copy = graphene.resume(copy, { timeout = timeout }) end
  return copy
end

return M
