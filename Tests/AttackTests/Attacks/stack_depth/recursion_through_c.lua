-- attack: callbacks of string.gsub call string.gsub
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: script
-- message: C stack overflow

local function f() return (string.gsub("a", "a", f)) end
f()
