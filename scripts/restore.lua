-- Replaces a database's data by a snapshot's: its own, or another database's.
--
-- The database keeps its name, address and plan, and everything written to it since the snapshot is
-- lost: so this asks first, and without a terminal needs --yes. The API does not tell what was
-- restored when, so a second run asks again and, allowed to, restores again.

local chosen_snapshot = require "chosen_snapshot"

local SAFETY = "before_restore_"

local p = graphene.params {
  db = { type = "database", required = true, help = "the database whose data is replaced" },
  source = { type = "database", help = "whose snapshot is used; the database's own by default" },
  snapshot = { type = "string", help = "the snapshot's id; the newest one by default" },
  label = { type = "string", help = "take the newest snapshot with this label" },
  max_age = { type = "duration", default = "7d", help = "how old the snapshot may be" },
  safety_snapshot = {
    type = "boolean", default = false,
    help = "take a snapshot of the database first, where the cloud offers that; no restore without",
  },
  timeout = { type = "duration", default = "4h", help = "how long to wait for it" },
}

local db = p.db
local source = p.source or db

-- Not one of ours, taken before an earlier restore: taking that would bring back what the earlier
-- restore was to replace.
local snapshot = chosen_snapshot.choose(source, {
  id = p.snapshot, label = p.label, max_age = p.max_age,
}, function(candidate) return (candidate.label or ""):sub(1, #SAFETY) == SAFETY end)
if source.vendor ~= db.vendor then
  graphene.fail(("%s is %s and %s is %s: the snapshot does not fit"):format(
    source.ref, tostring(source.vendor), db.ref, tostring(db.vendor)), { code = "conflict" })
end

local what = ("the snapshot %s of %s, taken %s"):format(
  snapshot.label or snapshot.id, source.ref, chosen_snapshot.time(snapshot))
graphene.confirm(
  ("Replace all data of %s by %s? What was written since is lost; %s snapshot is taken first."):
    format(db.ref, what, p.safety_snapshot and "a" or "no"),
  { target = db.ref })

if p.safety_snapshot then
  local safety = graphene.snapshot(db, { label = SAFETY .. graphene.run.short_id })
  graphene.output("safety_snapshot", safety.id)
end

local IN_DOUBT = { operation_failed = true, outcome_unknown = true, timeout = true }

graphene.on_error(function(err)
  if not IN_DOUBT[err.code] then return end
  graphene.log.warn("whether the data was replaced is not certain: look at it before you go on",
    { database = db.ref, snapshot = snapshot.id })
end)

db = graphene.restore(db, snapshot, { timeout = p.timeout })
graphene.output("changed", true)
graphene.output("database", db.ref)
graphene.output("snapshot", snapshot.id)
graphene.output("data_as_of", chosen_snapshot.time(snapshot))
return ("%s has the data of %s as of %s"):format(
  db.ref, source.ref, chosen_snapshot.time(snapshot))
