-- attack: the globals get a metatable, for every module to fall into
-- family: environment and metatables
-- promise: isolation of modules
-- defence: own environments
-- expect: ok

setmetatable(_G, { __index = function() return "trap" end, __newindex = function() end })
assert(no_such_name == "trap")
assert(require "isolated".global("no_such_name") == nil)
