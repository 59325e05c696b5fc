-- attack: every task of a map runs out of memory
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: ok
-- limits: cpu 3s

local results = graphene.map({ 1, 2, 3 }, function()
  local kept = {}
  for i = 1, math.huge do kept[i] = { i } end
end, { failures = "collect" })
for _, result in ipairs(results) do assert(not result.ok and result.err.code == "memory_limit") end
