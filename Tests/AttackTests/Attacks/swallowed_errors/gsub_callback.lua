-- attack: a callback of string.gsub swallows and goes on
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

string.gsub("abc", ".", function()
  while true do pcall(function() while true do end end) end
end)
