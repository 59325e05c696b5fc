-- attack: more effects at once than a run may have
-- family: floods
-- promise: effects
-- defence: effect limit
-- expect: limit_exceeded
-- limits: cpu 10s, memory 64

local list = {}
for i = 1, 12000 do list[i] = i end
graphene.map(list, function() graphene.sleep("1h") end, { concurrency = #list })
