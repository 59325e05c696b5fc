-- An error that is caught and raised again keeps its code.
-- expect: error not_found

local ok, err = pcall(graphene.db, "production/no_such_database")
assert(not ok)
error(err)
