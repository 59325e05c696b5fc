-- attack: the reader of load swallows and never ends
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

load(function()
  while true do pcall(function() while true do end end) end
end)
