-- What a question is about may be a handle.
-- expect: error confirmation_required

local ok, err = pcall(graphene.confirm, "Sure?", { target = 1 })
assert(not ok and err.code == "usage")
graphene.confirm("Sure?", { target = graphene.db("production/orders") })
