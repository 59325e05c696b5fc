-- attack: graphene.retry takes the end of the wall time for one more failure
-- family: swallowed errors
-- promise: wall time
-- defence: marked task
-- expect: timeout
-- message: the run took longer
-- limits: timeout 10s, cpu 2s

graphene.retry(function() while true do pcall(graphene.sleep, 1) end end,
  { attempts = 1000000, codes = { "timeout", "cancelled" } })
