-- attack: times and durations at the ends of what numbers hold
-- family: values to the host
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok

local ends = { 0, -1, 3.1e9, -3.1e9, 9e15, 1e300, -1e300, 1 / 0, 0 / 0, math.maxinteger,
  math.mininteger,
  "99999999d", "1e9d", "-1s", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
    "99999-01-01T00:00:00Z",
  "2026-13-45T99:99:99Z", "2026-02-30T00:00:00+99:99" }
local now = graphene.time.now()
for _, a in ipairs(ends) do
  for _, fn in pairs(graphene.time) do pcall(fn, a) end
  pcall(graphene.duration, a)
  pcall(function() return tostring(now + a), tostring(now - a), graphene.time.human(now + a) end)
  pcall(function() return graphene.time.since(now + a) end)
  pcall(os.date, "%c", a) pcall(os.date, a, a) pcall(os.time, { year = a, month = a, day = a,
    hour = a })
  pcall(graphene.databases, { older_than = a }) pcall(graphene.databases, { newer_than = now + 0 })
end
