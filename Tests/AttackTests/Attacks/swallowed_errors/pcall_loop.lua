-- attack: a pcall loop swallows the limit
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do pcall(function() while true do end end) end
