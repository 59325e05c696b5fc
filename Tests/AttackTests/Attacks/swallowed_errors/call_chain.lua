-- attack: __call of a table that is its own __call
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit or script or memory_limit

local meta = {}
local t = setmetatable({}, meta)
meta.__call = t
t()
