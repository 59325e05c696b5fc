-- attack: the finalizer is hidden behind __index and rawset
-- family: finalizers and closers
-- promise: processor time
-- defence: no finalizers
-- expect: ok
-- hides: finalized

local meta = setmetatable({}, { __index = { __gc = function() print("finalized") end } })
setmetatable({}, meta)
rawset(meta, "__gc", function() print("finalized") end)
assert(not pcall(setmetatable, {}, meta))
collectgarbage()
