-- attack: load is given a well-formed header of compiled Lua
-- family: bytecode
-- promise: the host lives
-- defence: text only
-- expect: ok

local header = "\27Lua\84\0\25\147\r\n\26\n\4\8\8" .. string.pack("<i8d", 0x5678, 370.5)
local chunk, message = load(header .. ("\0"):rep(200))
assert(chunk == nil and message:find("text only", 1, true), message)
assert(load(header, "x", "b") == nil and load(header, "x", "bt") == nil)
