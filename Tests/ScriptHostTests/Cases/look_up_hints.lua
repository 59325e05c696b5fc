-- A look-up that cannot work says what would.
-- expect: ok

local _, err = pcall(graphene.environments, { region = "eu-west-1" })
assert(err.message:find('a pattern of the name such as "prod*", not a table', 1, true), err.message)
assert(err.hint:find("env.region", 1, true), err.hint)
_, err = pcall(graphene.db, "id:nope")
assert(err.code == "not_found" and err.hint:find("graphene.databases()", 1, true), err.hint)
assert(#graphene.environments("prod*") == 1)
