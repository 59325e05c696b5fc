-- load takes no bytecode and at most 256 KB, and gives nil and a message.
-- expect: ok

local chunk, message = load("\27Lua")
assert(chunk == nil and message:find("text only", 1, true), message)
chunk, message = load("return " .. (" "):rep(300000) .. "1")
assert(chunk == nil and message:find("too large", 1, true), message)
chunk, message = load("return +")
assert(chunk == nil and message:find(":1:", 1, true), message)
