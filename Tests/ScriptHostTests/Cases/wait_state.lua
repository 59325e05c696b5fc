-- wait returns the database once it is in the state.
-- expect: ok

graphene.resume("staging/orders")
local db = graphene.wait("staging/orders", "running", { timeout = "30m" })
assert(db.state == "running" and db.ref == "staging/orders")
