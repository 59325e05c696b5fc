-- databases takes an environment alone, as a name or as a handle.
-- expect: ok

local by_name = graphene.databases("production")
local by_handle = graphene.databases(graphene.environment("production"))
assert(#by_name > 0 and #by_name == #by_handle)
for i, db in ipairs(by_name) do assert(db == by_handle[i] and db.env == "production") end
