-- attack: one hash grows, by keys of every kind
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit or time_limit

local hash = {}
for i = 1, math.huge do
  hash[i + 0.5], hash["k" .. i], hash[{}], hash[function() return i end] = i, i, i, i
end
