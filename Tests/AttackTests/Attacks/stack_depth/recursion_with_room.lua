-- attack: a function calls itself until Lua's own stack ends
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: script or memory_limit
-- limits: memory 64, cpu 2s

local function f() return 1 + f() end
f()
