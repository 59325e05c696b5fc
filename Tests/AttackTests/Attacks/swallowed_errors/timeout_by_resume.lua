-- attack: coroutines swallow the end of the wall time
-- family: swallowed errors
-- promise: wall time
-- defence: marked task
-- expect: timeout
-- message: the run took longer
-- limits: timeout 10s, cpu 2s

while true do
  coroutine.resume(coroutine.create(function() while true do pcall(graphene.sleep, 1) end end))
end
