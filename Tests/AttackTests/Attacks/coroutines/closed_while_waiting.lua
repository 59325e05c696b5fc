-- attack: a coroutine that waits for an effect is closed by another task
-- family: coroutines
-- promise: nothing is forged
-- defence: effect token
-- expect: ok
-- prints: honest

local co = coroutine.create(function()
  graphene.sleep(1)
  print("honest")
end)
graphene.parallel {
  function() coroutine.resume(co) end,
  function() assert(not pcall(coroutine.close, co)) end,
}
