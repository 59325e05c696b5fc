-- A switch to a database that answers goes through, and its check is made again when it is verified.
-- expect: ok
-- expect-output: true\nfalse\ttcp: connection refused
local switch = graphene.switch_dns("production/orders", "staging/orders", { check = "bolt" })
print(switch:verify())
graphene.pause("staging/orders")
print(switch:verify())
