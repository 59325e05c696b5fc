-- attack: a list of a million values is returned
-- family: values to the host
-- promise: the host lives
-- defence: size of a message
-- expect: limit_exceeded or memory_limit
-- limits: memory 64, cpu 2s

local t = {}
for i = 1, 1000000 do t[i] = i end
return t
