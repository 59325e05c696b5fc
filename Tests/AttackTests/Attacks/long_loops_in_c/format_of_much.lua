-- attack: string.format makes text beyond all memory
-- family: long loops in C
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local s = ("x"):rep(1000000)
string.format(("%s"):rep(100), table.unpack((function() local t = {} for i = 1,
  100 do t[i] = s end return t end)()))
