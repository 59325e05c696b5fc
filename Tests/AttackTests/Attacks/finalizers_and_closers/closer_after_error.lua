-- attack: a closing value's handler never ends, after an error
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit

local x <close> = setmetatable({}, { __close = function() for _ = 1, math.huge do end end })
error("go")
