-- attack: the handler of xpcall raises in its turn, without end
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do xpcall(error, function(e) error({ e }) end) end
