-- Handles of one object are equal, whenever they were fetched.
-- expect: ok

local first, second = graphene.db("production/orders"), graphene.db("production/orders")
assert(first == second and not rawequal(first, second))
assert(first ~= graphene.db("staging/orders"))
assert(first ~= first.id and first ~= graphene.environment("production"))
