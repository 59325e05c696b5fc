-- ago and since agree with now.
-- expect: ok

local hour_ago = graphene.time.ago("1h")
local now = graphene.time.now()
assert(now - hour_ago >= 3600 and now - hour_ago < 3610)
graphene.sleep(60)
local since = graphene.time.since(hour_ago)
assert(since >= 3660 and since < 3680, since)
assert(graphene.duration("2h30m") == 9000 and graphene.duration(90) == 90)
