-- A handle holds its fields as they were; refresh brings them up to date.
-- expect: ok

graphene.resume("staging/orders")
local db = graphene.db("staging/orders")
graphene.pause(db)
assert(db.state == "running")
assert(db:refresh() == db and db.state == "paused")
