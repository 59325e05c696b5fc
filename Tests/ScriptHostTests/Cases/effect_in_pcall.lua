-- An effect may be asked for inside pcall, and its failure comes back structured.
-- expect: ok

local ok, db = pcall(graphene.db, "production/orders")
assert(ok and db.name == "orders")

local failed, err = pcall(graphene.db, "production/no_such_database")
assert(not failed and err.code == "not_found", tostring(err))
