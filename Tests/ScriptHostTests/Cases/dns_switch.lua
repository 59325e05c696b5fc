-- A switch of connection URLs can be verified, and reverted.
-- expect: ok

local copy = graphene.clone("production/orders", "dr")
local before = graphene.db("production/orders").domain
local switch = graphene.switch_dns("production/orders", copy)
assert(switch.a.ref == "production/orders" and switch.b == copy)
assert(tostring(switch) == "production/orders -> " .. copy.ref, tostring(switch))
assert(switch:verify() == true)
switch:revert()
assert(switch:verify() == false)
assert(graphene.db("production/orders").domain == before)
