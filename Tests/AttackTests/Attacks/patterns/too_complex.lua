-- attack: a pattern recurses deeper than the C stack is meant for
-- family: patterns
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local ok, message = pcall(string.find, ("a"):rep(300000), ("a?"):rep(300000))
assert(not ok and message:find("too complex", 1, true), message)
