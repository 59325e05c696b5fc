-- attack: load is given more text than is compiled
-- family: bytecode
-- promise: processor time
-- defence: source limit
-- expect: ok

local chunk, message = load(("local a = 1 "):rep(30000))
assert(chunk == nil and message:find("too large", 1, true), message)
