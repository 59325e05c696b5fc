-- attack: __index is a function that swallows and goes on
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local t = setmetatable({}, { __index = function(t, k)
  while true do pcall(function() return t[k + 1] end) end
end })
return t[1]
