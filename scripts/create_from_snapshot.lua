-- Creates a new database from the newest on-demand snapshot of another one, or from a given one.
--
-- Plan, version and edition come from the snapshot. One older than max_age is not used, unless it is
-- named by its id. A second run finds the database by its name and makes no other one; one that does
-- not run is an error, for an earlier run that failed may have left it empty.

local chosen_snapshot = require "chosen_snapshot"
local leftovers = require "leftovers"

local p = graphene.params {
  source = { type = "database", required = true, help = "the database whose snapshot is used" },
  name = { type = "string", required = true, help = "the new database's name" },
  env = { type = "environment", help = "where it goes; the source's own by default" },
  snapshot = { type = "string", help = "the snapshot's id; the newest one by default" },
  label = { type = "string", help = "take the newest snapshot with this label" },
  max_age = { type = "duration", default = "7d", help = "how old the snapshot may be" },
  timeout = { type = "duration", default = "4h", help = "how long to wait for it" },
}

local source = p.source
local env = p.env or graphene.environment(source.env)
local ref = env.name .. "/" .. p.name

local function report(db, created)
  graphene.output("changed", created)
  graphene.output("database", db.ref)
  graphene.output("bolt_url", db.bolt_url)
end

local existing = graphene.find_db(ref)
if existing then
  if existing.state == "paused" and not existing.pending then
    leftovers.refuse(existing)
  end
  local db = graphene.wait(existing, "running", { timeout = p.timeout })
  report(db, false)
  return ("%s exists since %s; nothing was changed"):format(
    db.ref, tostring(db.created_at or "an unknown time"))
end

local snapshot = chosen_snapshot.choose(source, {
  id = p.snapshot, label = p.label, max_age = p.max_age,
})

graphene.on_error(function()
  leftovers.warn(ref, "run this again once it has settled, or delete it")
end)

local db = graphene.create_from_snapshot(snapshot, p.name, { env = env, timeout = p.timeout })
report(db, true)
graphene.output("snapshot", snapshot.id)
graphene.output("data_as_of", chosen_snapshot.time(snapshot))
return ("%s runs at %s with the data of %s as of %s"):format(
  db.ref, db.bolt_url, source.ref, chosen_snapshot.time(snapshot))
