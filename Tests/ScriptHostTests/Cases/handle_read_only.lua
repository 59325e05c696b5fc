-- A handle cannot be changed.
-- expect: error usage
-- expect-message: read-only

local db = graphene.db("production/orders")
db.plan = "DS9"
