-- attack: the metatable that all strings share is asked for and replaced
-- family: environment and metatables
-- promise: isolation of modules
-- defence: hidden string metatable
-- expect: ok

assert(getmetatable("") == "string")
assert(not pcall(setmetatable, "", {}))
local ok = pcall(function() getmetatable("").__index = { upper = function() return "mine" end } end)
assert(not ok and ("x"):upper() == "X")
assert(require "isolated".upper("x") == "X")
