-- An effect may be asked for inside a metamethod.
-- expect: ok

local databases = setmetatable({}, {
  __index = function(_, name) return graphene.db("production/" .. name) end,
  __call = function(_, name) return graphene.db("staging/" .. name) end,
  __add = function(_, name) return graphene.db("production/" .. name) end,
})
assert(databases.orders.env == "production")
assert(databases("orders").env == "staging")
assert((databases + "orders").name == "orders")
