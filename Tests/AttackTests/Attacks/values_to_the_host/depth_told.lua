-- attack: a value nested too deeply goes out by every door
-- family: values to the host
-- promise: the host lives
-- defence: depth of values
-- expect: ok

local t = {}
for _ = 1, 1000 do t = { t } end
assert(not pcall(graphene.output, "x", t) and not pcall(graphene.json.encode, t))
assert(not pcall(graphene.api, "GET", "/x", { query = t }) and not pcall(graphene.db, t))
assert(#graphene.inspect(t) < 10000)
