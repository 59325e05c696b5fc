-- attack: effects of a megabyte each, thousands at once
-- family: floods
-- promise: the host lives
-- defence: size of what is asked
-- expect: limit_exceeded
-- limits: cpu 10s, memory 64

local text, list = ("x"):rep(1 << 20), {}
for i = 1, 2000 do list[i] = i end
graphene.map(list, function() graphene.db(text) end, { concurrency = #list })
