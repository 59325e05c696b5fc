-- attack: coroutine.resume is the pcall
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do coroutine.resume(coroutine.create(function() while true do end end)) end
