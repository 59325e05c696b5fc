-- attack: closures with an upvalue each
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local kept = {}
for i = 1, math.huge do kept[i] = function() i = i + 1 return i end end
