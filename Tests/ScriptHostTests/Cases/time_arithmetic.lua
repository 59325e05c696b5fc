-- Times compare, and a difference is seconds.
-- expect: ok

local a = graphene.time.parse("2026-11-23T02:00:00Z")
local b = graphene.time.parse("2026-11-23T03:30:00Z")
assert(b - a == 5400 and a - b == -5400)
assert(a < b and a <= b and b > a and a ~= b)
assert(a == graphene.time.parse("2026-11-23T02:00:00Z"))
assert(tostring(a) == "2026-11-23T02:00:00Z", tostring(a))
assert(a + "90m" == b and b - 5400 == a)
