-- attack: strings are made to collide in the hash, whose seed is pinned
-- family: memory
-- promise: processor time
-- defence: kill
-- expect: time_limit or memory_limit or ok

local set = {}
for i = 1, 1000000 do set[("%08d"):format(i):rep(4)] = true end
