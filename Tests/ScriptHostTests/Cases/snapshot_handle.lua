-- A snapshot has fields, a text and refresh, and equals itself fetched again.
-- expect: ok

local snapshot = graphene.snapshot("production/orders", { label = "before the change" })
assert(snapshot.label == "before the change")
assert(snapshot.db_id == graphene.db("production/orders").id)
assert(tostring(snapshot):find("^before the change %("), tostring(snapshot))
assert(graphene.snapshots("production/orders", { label = "before the change" })[1] == snapshot)
assert(snapshot:refresh() == snapshot)
