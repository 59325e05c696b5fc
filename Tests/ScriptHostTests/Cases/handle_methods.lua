-- A method of a handle is the function of graphene with the handle first.
-- expect: ok

local db = graphene.db("staging/orders")
assert(db.pause == graphene.pause)
local running = db:resume()
local paused, changed = running:pause { reason = "a case" }
assert(changed == true and paused.state == "paused")
local again, changed_again = paused:pause()
assert(again == paused and changed_again == false)
