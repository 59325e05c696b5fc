-- attack: the finalizer comes into the metatable afterwards
-- family: finalizers and closers
-- promise: processor time
-- defence: no finalizers
-- expect: ok
-- hides: finalized

local meta = {}
local kept = {}
for i = 1, 100 do kept[i] = setmetatable({}, meta) end
meta.__gc = function() print("finalized") end
kept = nil
collectgarbage() collectgarbage()
assert(not pcall(setmetatable, {}, meta))
