-- wait_until gives the first truthy value of its function.
-- expect: ok

local asked = 0
local answer = graphene.wait_until(function()
  asked = asked + 1
  return asked == 3 and "third"
end, { timeout = "10m", every = "1m" })
assert(answer == "third" and asked == 3)
