-- map works on as many items at a time as it is told.
-- expect: ok

local function took(concurrency)
  local elapsed = graphene.time.stopwatch()
  graphene.map({ 1, 2, 3, 4 }, function() graphene.sleep("10s") end, { concurrency = concurrency })
  return elapsed()
end
local one, two, four = took(1), took(2), took(4)
assert(one >= 40 and two >= 20 and two < 30 and four >= 10 and four < 20)
