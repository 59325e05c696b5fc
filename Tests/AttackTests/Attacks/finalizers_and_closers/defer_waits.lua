-- attack: a clean-up handler waits for days after the time is up
-- family: finalizers and closers
-- promise: wall time
-- defence: clean-up time
-- expect: timeout
-- message: did not end within
-- limits: timeout 10s

graphene.defer(function() graphene.sleep("30d") end)
graphene.sleep("30d")
