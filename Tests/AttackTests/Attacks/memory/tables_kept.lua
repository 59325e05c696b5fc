-- attack: tables are kept without end
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local kept = {}
for i = 1, math.huge do kept[i] = { i, tostring(i), { i } } end
