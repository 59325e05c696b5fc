-- attack: a function calls itself without end
-- family: stack depth
-- promise: the host lives
-- defence: memory cap
-- expect: memory_limit

local function f() return 1 + f() end
f()
