-- sleep lets time pass, written as a number of seconds or as text.
-- expect: ok

local before = graphene.time.now()
graphene.sleep(30)
graphene.sleep("1m30s")
local passed = graphene.time.now() - before
assert(passed >= 120 and passed < 130, passed)
