-- Pauses a database, to save costs while it is not in use, and waits until it is paused.
--
-- Its data stays; connections are refused until resume.lua starts it. Pausing what is paused
-- changes nothing.

local commands = require "commands"

local p = graphene.params {
  db = { type = "database", required = true, help = "the database to pause" },
  timeout = { type = "duration", default = "20m", help = "how long to wait for it" },
}

local db, changed = graphene.pause(p.db, { timeout = p.timeout })
graphene.output("changed", changed)
graphene.output("database", db.ref)
graphene.output("state", db.state)

if changed then
  return ("%s is paused; `%s` starts it"):format(
    db.ref, commands.line("resume.lua", { { "db", db.ref } }))
end
return ("%s was paused already; nothing was changed"):format(db.ref)
