-- attack: a module is compiled Lua
-- family: bytecode
-- promise: the host lives
-- defence: text only
-- expect: ok

local ok, err = pcall(require, "compiled")
assert(not ok and err.code == "usage", tostring(err))
