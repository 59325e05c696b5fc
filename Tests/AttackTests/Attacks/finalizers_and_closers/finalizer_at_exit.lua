-- attack: a finalizer waits for the end of the process
-- family: finalizers and closers
-- promise: processor time
-- defence: no finalizers
-- expect: ok
-- hides: finalized

local meta = { __gc = true }
if pcall(setmetatable, {}, meta) then
  meta.__gc = function() print("finalized") while true do end end
end
held = { meta }
