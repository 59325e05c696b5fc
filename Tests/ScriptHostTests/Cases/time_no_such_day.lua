-- A day that does not exist is no time.
-- expect: error usage
-- expect-message: must be a time

assert(tostring(graphene.time.parse("2026-02-28T00:00:00Z")) == "2026-02-28T00:00:00Z")
assert(not pcall(graphene.time.parse, "99999999999"))
graphene.time.parse("2026-02-30T00:00:00Z")
