-- attack: the error's own __tostring never ends
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

error(setmetatable({}, { __tostring = function() while true do pcall(function() while true do end
  end) end end }))
