-- Pauses every running database of an environment, for the night.
--
-- One that cannot be paused does not keep the others from it; the run then ends with exit 9. What
-- is paused already stays as it is, so a second run changes nothing. resume.lua starts one again.

local runbook = require "runbook"

local p = graphene.params {
  env = { type = "environment", default = "staging", help = "whose databases are paused" },
  exclude = { type = "list", default = {}, help = "names, or globs, of those that stay running" },
  protected = {
    type = "list", default = { "production", "dr" },
    help = "environments, or patterns of environment/name, in which nothing is paused",
  },
  concurrency = { type = "integer", default = 4, min = 1, max = 50, help = "how many at a time" },
  timeout = { type = "duration", default = "20m", help = "how long to wait for each" },
}

local env = p.env
local guard = runbook.guard(p.protected)
if guard:covering_environment(env.name) then
  graphene.fail(("%s is one of the protected environments: nothing in it is paused")
    :format(env.name), { code = "protected" })
end

local running = guard:split(graphene.databases {
  env = env, state = "running", exclude = p.exclude,
})

local results = graphene.map(running, function(db)
  local _, changed = graphene.pause(db, { timeout = p.timeout })
  return changed
end, { concurrency = p.concurrency, failures = "collect" })

local paused, failed = {}, {}
for _, result in ipairs(results) do
  if not result.ok then
    failed[#failed + 1] = result.item.ref
  elseif result.values[1] then
    paused[#paused + 1] = result.item.ref
  end
end

graphene.output("changed", #paused > 0)
graphene.output("paused", paused)
graphene.output("failed", failed)
results:raise()

if #paused == 0 then
  return ("nothing runs in %s that is to be paused; nothing was changed"):format(env.name)
end
return ("paused %d database(s) in %s: %s"):format(#paused, env.name, table.concat(paused, ", "))
