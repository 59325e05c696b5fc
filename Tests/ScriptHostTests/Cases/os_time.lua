-- os.time and os.date are the run's, in UTC.
-- expect: ok

local now = graphene.time.now()
local seconds = os.time()
assert(math.type(seconds) == "integer")
assert(os.date("!%Y-%m-%dT%H:%M:%SZ", seconds):sub(1, 10) == tostring(now):sub(1, 10))
assert(os.date("%F %T", 0) == "1970-01-01 00:00:00")
assert(os.time { year = 2026, month = 11, day = 23, hour = 2 } == 1795399200)
local fields = os.date("*t", 1795399200)
assert(fields.wday == 2 and fields.yday == 327 and fields.isdst == false)
assert(os.date("%A %j %V", 1795399200) == "Monday 327 48")
