-- attack: a module replaces what the script calls
-- family: environment and metatables
-- promise: isolation of modules
-- defence: own environments
-- expect: ok

require "poisons"()
assert(tostring(1) == "1" and type(1) == "number" and not pcall(error))
assert(("x"):rep(2) == "xx" and string.rep("x", 2) == "xx" and table.concat { "a", "b" } == "ab")
