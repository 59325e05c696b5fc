-- attack: a clean-up handler asks for effects without end after the time is up
-- family: finalizers and closers
-- promise: effects
-- defence: kill
-- expect: timeout or time_limit or limit_exceeded
-- limits: timeout 10s

graphene.defer(function() while true do pcall(graphene.sleep, 0.001) end end)
graphene.sleep("30d")
