-- Clones a database, with its data, into an environment and waits until the clone runs.
--
-- The source keeps running. The clone has an address of its own, the source's plan and version, and
-- costs money until it is deleted. A second run finds the clone by its name and makes no other one;
-- max_age says how old it may be before that is an error. One that does not run is an error too: an
-- earlier run that failed may have left it empty.

local leftovers = require "leftovers"

local p = graphene.params {
  source = { type = "database", required = true, help = "the database to clone" },
  env = { type = "environment", help = "where the clone goes; the source's own by default" },
  name = { type = "string", help = "the clone's name; <source>_clone by default" },
  max_age = { type = "duration", help = "an existing clone that is older is an error" },
  timeout = { type = "duration", default = "4h", help = "how long to wait for it" },
}

local source = p.source
local env = p.env or graphene.environment(source.env)
local name = p.name or source.name:sub(1, 18) .. "_clone"
local ref = env.name .. "/" .. name

local function report(clone, created)
  graphene.output("changed", created)
  graphene.output("source", source.ref)
  graphene.output("clone", clone.ref)
  graphene.output("bolt_url", clone.bolt_url)
end

local existing = graphene.find_db(ref)
if existing and existing.state == "paused" and not existing.pending then
  leftovers.refuse(existing)
end

graphene.on_error(function()
  leftovers.warn(ref, "run this again once it has settled, or delete it")
end)

local clone, created = graphene.ensure_db(name, {
  env = env, from = source, max_age = p.max_age, timeout = p.timeout,
})
report(clone, created)

if created then
  return ("%s is a clone of %s and runs at %s"):format(clone.ref, source.ref, clone.bolt_url)
end
return ("%s exists since %s; nothing was changed"):format(
  clone.ref, tostring(clone.created_at or "an unknown time"))
