-- attack: a chain of __index that leads back to itself
-- family: stack depth
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local a, b = {}, {}
setmetatable(a, { __index = b, __newindex = b })
setmetatable(b, { __index = a, __newindex = a })
assert(not pcall(function() return a.x end) and not pcall(function() a.x = 1 end))
