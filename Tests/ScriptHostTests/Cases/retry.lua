-- retry tries again after a failure that may pass, with growing pauses.
-- expect: ok

local attempts = 0
local elapsed = graphene.time.stopwatch()
local answer, count = graphene.retry(function()
  attempts = attempts + 1
  if attempts < 4 then graphene.fail("busy", { code = "unavailable" }) end
  return "done", attempts
end, { backoff = "10s", max = "15s" })
assert(answer == "done" and count == 4)
assert(elapsed() >= 40 and elapsed() < 60, elapsed())
