-- attack: tail calls without end
-- family: stack depth
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function f(n) return f(n + 1) end
f(1)
