-- With wait = false a change that is made already returns an operation that has ended.
-- expect: ok

local db = graphene.resume("production/orders", { wait = false })
local running, changed = db:wait()
assert(running.state == "running" and changed == false)
assert(db.status == "finished" and db.db == running)

local copy, created = graphene.ensure_db("orders", { env = "staging", wait = false }):wait()
assert(copy.ref == "staging/orders" and created == false)

