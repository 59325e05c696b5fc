-- attack: chunks are compiled and kept
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit or time_limit

local kept = {}
for i = 1, math.huge do kept[i] = load("return function() return " .. i .. " end",
  "chunk " .. i)() end
