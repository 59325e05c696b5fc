-- attack: the handler of xpcall never ends
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

xpcall(error, function() while true do end end)
