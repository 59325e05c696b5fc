-- Restarts a database and waits until it runs again.
--
-- Connections are cut while it restarts. Every run restarts it, also the second one: with
-- if_needed=true only a database that has a changed setting or plugin to pick up is restarted.

local p = graphene.params {
  db = { type = "database", required = true, help = "the database to restart" },
  if_needed = {
    type = "boolean", default = false,
    help = "restart it only when a changed setting or plugin waits for that",
  },
  timeout = { type = "duration", default = "20m", help = "how long to wait for it" },
}

local db = p.db
local status = graphene.status(db)

if status.state == "paused" then
  graphene.fail(db.ref .. " is paused: there is nothing to restart; resume.lua starts it",
    { code = "conflict" })
end

if p.if_needed and not status.needs_restart then
  graphene.output("changed", false)
  graphene.output("database", db.ref)
  return ("%s does not need a restart; nothing was changed"):format(db.ref)
end

db = graphene.restart(db, { timeout = p.timeout })
graphene.output("changed", true)
graphene.output("database", db.ref)
graphene.output("needs_restart", db.needs_restart)
return ("%s was restarted and is %s"):format(db.ref, db.state)
