-- math.random starts from the run's seed: the sequence repeats when it starts again.
-- expect: ok

math.randomseed()
local first = { math.random(1000000), math.random(1000000), math.random(1000000) }
math.randomseed()
for _, number in ipairs(first) do assert(math.random(1000000) == number) end
