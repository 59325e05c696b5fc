-- attack: replacing functions of `string` changes other modules' methods
-- family: environment and metatables
-- promise: isolation of modules
-- defence: hidden string metatable
-- expect: ok

local strings = getmetatable("")
if type(strings) == "table" then strings.__index.upper = function() return "mine" end end
string.upper, string.format = function() return "mine" end, nil
assert(require "isolated".upper("x") == "X" and require "isolated".format(7) == "7")
