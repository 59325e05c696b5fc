-- inspect shows any value in order, and what contains itself once.
-- expect: ok

local value = { 1, "two", b = { true }, a = 2.5 }
assert(graphene.inspect(value) == '{1, "two", a = 2.5, b = {true}}', graphene.inspect(value))
value = { name = "loop" }
value.itself = value
assert(graphene.inspect(value) == '{itself = <cycle>, name = "loop"}', graphene.inspect(value))
assert(graphene.inspect(nil) == "nil" and graphene.inspect("a\nb") == '"a\\nb"')
