-- attack: a coroutine starts the next from within itself
-- family: coroutines
-- promise: the host lives
-- defence: checks of liblua
-- expect: script

local function again() return coroutine.wrap(again)() end
again()
