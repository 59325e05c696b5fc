-- wait takes a function of the database as well.
-- expect: ok

graphene.resume("staging/orders")
local db = graphene.wait("staging/orders", function(fresh) return fresh.state == "running" end,
  { timeout = "30m", every = "5s" })
assert(db.state == "running")
