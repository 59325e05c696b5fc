-- attack: one array grows
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local list = {}
for i = 1, math.huge do list[i] = i end
