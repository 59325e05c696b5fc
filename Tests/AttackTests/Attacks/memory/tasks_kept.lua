-- attack: a map with a task for each of a million entries
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit or limit_exceeded

local list = {}
for i = 1, 200000 do list[i] = i end
graphene.map(list, function() graphene.sleep("1h") end, { concurrency = #list })
