-- Starts a paused database and waits until it runs.
--
-- Starting what runs changes nothing.

local p = graphene.params {
  db = { type = "database", required = true, help = "the database to start" },
  timeout = { type = "duration", default = "20m", help = "how long to wait for it" },
}

local db, changed = graphene.resume(p.db, { timeout = p.timeout })
graphene.output("changed", changed)
graphene.output("database", db.ref)
graphene.output("state", db.state)
graphene.output("bolt_url", db.bolt_url)

if changed then
  return ("%s runs at %s"):format(db.ref, db.bolt_url)
end
return ("%s ran already; nothing was changed"):format(db.ref)
