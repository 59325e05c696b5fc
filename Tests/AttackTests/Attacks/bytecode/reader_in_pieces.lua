-- attack: a reader hands out compiled Lua byte by byte
-- family: bytecode
-- promise: the host lives
-- defence: text only
-- expect: ok

local bytes, position = "\27Lua\84\0\25\147\r\n\26\n", 0
local chunk, message = load(function()
  position = position + 1
  if position <= #bytes then return bytes:sub(position, position) end
end)
assert(chunk == nil and message:find("text only", 1, true), message)
