-- attack: a clean-up handler never ends
-- family: finalizers and closers
-- promise: processor time
-- defence: kill
-- expect: time_limit

graphene.defer(function() while true do end end)
