-- attack: the host is asked to read large JSON, again and again
-- family: long loops in C
-- promise: processor time
-- defence: kill
-- expect: time_limit
-- limits: cpu 100ms

local text = "[" .. ("0,"):rep(20000) .. "0]"
while true do pcall(graphene.json.decode, text) end
