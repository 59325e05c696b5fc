-- graphene.run says which run this is, and is read-only.
-- expect: ok

assert(type(graphene.run.id) == "string" and #graphene.run.short_id == 6)
assert(graphene.run.date:find("^%d%d%d%d%-%d%d%-%d%d$"))
assert(not pcall(function() graphene.run.id = "x" end))
