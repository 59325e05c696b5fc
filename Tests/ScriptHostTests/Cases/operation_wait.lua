-- With wait = false a change returns its operation, which can be waited for.
-- expect: ok

local db = graphene.resume("staging/orders")
local operation = graphene.pause(db, { wait = false })
assert(operation.db == db)
local paused, changed = operation:wait { timeout = "1h" }
assert(paused == db and paused.state == "paused" and changed == true)
