-- attack: a reader hands out text without end
-- family: bytecode
-- promise: memory
-- defence: source limit
-- expect: ok

local chunk, message = load(function() return "local a " end)
assert(chunk == nil and message:find("too large", 1, true), message)
