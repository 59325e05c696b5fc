-- Deletes a database for good, and with it, as far as is known, its snapshots.
--
-- It asks first, and without a terminal needs --yes. A second run finds no database of that name
-- and says so (not_found): a name that matches nothing may also be a slip.

local p = graphene.params {
  db = { type = "database", required = true, help = "the database to delete" },
  timeout = { type = "duration", default = "20m", help = "how long to wait until it is gone" },
}

local db = p.db
local snapshots = graphene.snapshots(db)

local what = ("%s (%s, plan %s, created %s)"):format(
  db.ref, db.state, tostring(db.plan or "unknown"), tostring(db.created_at or "at an unknown time"))
graphene.confirm(
  ("Delete %s with its data and %d on-demand snapshot(s)? This cannot be undone."):format(
    what, #snapshots),
  { target = db.ref })

-- The handle is pinned to the id: a database that has taken the name meanwhile is not touched.
local deleted = graphene.delete(db, { timeout = p.timeout })
graphene.output("changed", deleted)
graphene.output("database", db.ref)
graphene.output("id", db.id)

if deleted then
  return ("%s is deleted"):format(db.ref)
end
return ("%s was gone already; nothing was changed"):format(db.ref)
