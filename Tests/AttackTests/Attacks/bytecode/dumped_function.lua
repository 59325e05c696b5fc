-- attack: a function is turned into bytes
-- family: bytecode
-- promise: the host lives
-- defence: absent names
-- expect: ok

assert(string.dump == nil and ("x").dump == nil)
local ok = pcall(function() return ("x"):dump() end)
assert(not ok)
