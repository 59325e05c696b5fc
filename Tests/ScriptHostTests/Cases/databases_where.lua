-- databases takes a function that chooses.
-- expect: ok

local chosen = graphene.databases {
  env = "production", where = function(db) return db.name == "orders" end,
}
assert(#chosen == 1 and chosen[1].ref == "production/orders")
