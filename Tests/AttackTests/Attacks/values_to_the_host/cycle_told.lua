-- attack: a table that contains itself goes out by every door
-- family: values to the host
-- promise: the host lives
-- defence: cycles of values
-- expect: ok

local t = { 1 }
t[2] = { { t } }
assert(not pcall(graphene.output, "x", t) and not pcall(graphene.log.info, "x", { t = t }))
assert(not pcall(graphene.json.encode, t) and not pcall(graphene.databases, { env = t }))
assert(graphene.inspect(t):find("cycle", 1, true))
pcall(graphene.table, { { a = t } })
