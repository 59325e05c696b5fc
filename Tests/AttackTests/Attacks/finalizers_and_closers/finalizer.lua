-- attack: a finalizer is set, to run where nothing watches
-- family: finalizers and closers
-- promise: processor time
-- defence: no finalizers
-- expect: ok

assert(not pcall(setmetatable, {}, { __gc = function() while true do end end }))
assert(not pcall(setmetatable, {}, { __gc = true }))
assert(not pcall(setmetatable, {}, { __gc = false }))
collectgarbage()
