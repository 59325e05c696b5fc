-- attack: a closing value's handler never ends, at the end of the script
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit

local x <close> = setmetatable({}, { __close = function() while true do end end })
