-- A handle has the fields of its object and a readable text.
-- expect: ok

local db = graphene.db("production/orders")
assert(db.name == "orders" and db.env == "production" and db.ref == "production/orders")
assert(type(db.id) == "string" and #db.id > 0)
assert(tostring(db) == "production/orders (" .. db.state .. ")", tostring(db))
assert(graphene.environment("dr").name == "dr")
assert(db.data_as_of == nil, "a field that may be absent is nil")
