-- graphene cannot be changed by rawset either.
-- expect: error usage
-- expect-message: graphene is read-only: cannot set `x`

local own = {}
assert(rawset(own, "a", 1) == own and own.a == 1 and not pcall(rawset, 1, 2, 3))
assert(not pcall(rawset, graphene.time, "now", print))
rawset(graphene, "x", 1)
