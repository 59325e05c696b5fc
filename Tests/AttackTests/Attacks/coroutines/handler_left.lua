-- attack: a clean-up handler is left by a yield, so that its task stays shielded
-- family: coroutines
-- promise: wall time
-- defence: no yield out of handlers
-- expect: ok
-- prints: refused

local co = coroutine.wrap(function()
  local x <close> = graphene.defer(function()
    print(pcall(coroutine.yield) and "left" or "refused")
  end)
end)
co()
