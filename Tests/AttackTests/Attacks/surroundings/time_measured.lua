-- attack: processor time is measured, to learn of what else the machine does
-- family: surroundings
-- promise: a run is repeatable
-- defence: the run's clock
-- expect: ok

local began, clock, now = os.time(), os.clock(), graphene.time.now()
for _ = 1, 1000000 do end
assert(os.time() == began and os.clock() == clock and graphene.time.now() == now)
assert(os.date("%Y") == "2026")
