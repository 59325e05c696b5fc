-- Without a check only the addresses count, unless one is asked for when it is verified.
-- expect: ok
-- expect-output: true\nfalse
local switch = graphene.switch_dns("production/orders", "staging/orders")
graphene.pause("staging/orders")
print(switch:verify())
print((switch:verify { check = "bolt" }))
