-- attack: __concat and __eq swallow and go on
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function on() while true do pcall(function() while true do end end) end end
local t = setmetatable({}, { __concat = on, __eq = on, __len = on, __unm = on })
pcall(function() return t .. t end)
return #t
