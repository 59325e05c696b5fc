-- attack: randomness that no seed gives
-- family: surroundings
-- promise: a run is repeatable
-- defence: the run's randomness
-- expect: ok

local first = { math.random(1 << 30), math.random(1 << 30) }
math.randomseed()
local second = { math.random(1 << 30), math.random(1 << 30) }
assert(first[1] == second[1] and first[2] == second[2])
