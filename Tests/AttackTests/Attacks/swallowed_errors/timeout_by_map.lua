-- attack: tasks swallow the end of the wall time, and start more
-- family: swallowed errors
-- promise: wall time
-- defence: marked task
-- expect: timeout
-- message: the run took longer
-- limits: timeout 10s, cpu 2s

local function work(n)
  while true do
    pcall(graphene.sleep, 1)
    if n > 0 then pcall(graphene.map, { n - 1, n - 1 }, work, { failures = "collect" }) end
  end
end
work(3)
