-- attack: the host matches names against stars without number
-- family: patterns
-- promise: the host lives
-- defence: patterns within a budget
-- expect: ok
-- limits: cpu 1s

local none = graphene.databases { env = "production", name = ("*a"):rep(490) .. "*" }
assert(#none == 0)
