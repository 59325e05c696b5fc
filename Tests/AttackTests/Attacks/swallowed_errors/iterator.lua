-- attack: the iterator of a for loop swallows
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

for _ in function() pcall(function() while true do end end) return 1 end do end
