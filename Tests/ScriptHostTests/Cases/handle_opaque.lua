-- A handle does not show its metatable and has no address.
-- expect: ok

local db = graphene.db("production/orders")
assert(type(getmetatable(db)) == "string")
assert(not pcall(setmetatable, db, {}))
assert(not tostring(db):find("0x", 1, true))
