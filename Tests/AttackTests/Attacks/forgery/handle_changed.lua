-- attack: a handle is made to stand for another object
-- family: forgery
-- promise: nothing is forged
-- defence: locked handles
-- expect: ok

local db = graphene.db("staging/orders")
local other = graphene.db("production/orders")
assert(not pcall(function() db.id = other.id end) and not pcall(rawset, db, "id", other.id))
assert(not pcall(setmetatable, db, {}) and type(getmetatable(db)) == "string")
assert(not pcall(function() getmetatable(db).__index = { id = other.id } end))
assert(not pcall(next, db) and db ~= other and not rawequal(db, other))
for key in pairs(db) do assert(type(key) == "string") end
