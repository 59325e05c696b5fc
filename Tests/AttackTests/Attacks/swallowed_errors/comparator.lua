-- attack: a comparator of table.sort swallows and goes on
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

table.sort({ 3, 2, 1 }, function()
  while true do pcall(function() while true do end end) end
end)
