-- attack: tables shared at each level make a value exponentially large
-- family: values to the host
-- promise: processor time
-- defence: kill
-- expect: time_limit or limit_exceeded

local t = { 1 }
for _ = 1, 40 do t = { t, t } end
graphene.output("x", t)
