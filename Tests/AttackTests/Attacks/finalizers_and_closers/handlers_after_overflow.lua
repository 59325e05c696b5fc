-- attack: the handlers run after the stack has overflowed
-- family: finalizers and closers
-- promise: handlers run
-- defence: checks of liblua
-- expect: script or memory_limit
-- prints: cleaned
-- limits: memory 64, cpu 2s

graphene.defer(function() print("cleaned") end)
local function f() return 1 + f() end
f()
