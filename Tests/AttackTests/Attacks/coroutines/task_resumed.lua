-- attack: a task's own coroutine is resumed and closed by another task
-- family: coroutines
-- promise: nothing is forged
-- defence: effect token
-- expect: ok
-- prints: slept

local theirs
graphene.parallel {
  function() theirs = coroutine.running() graphene.sleep(2) print("slept") end,
  function()
    assert(not coroutine.resume(theirs, "forged") and not pcall(coroutine.close, theirs))
    graphene.sleep(1)
    assert(not coroutine.resume(theirs, "forged") and not pcall(coroutine.close, theirs))
  end,
}
assert(not coroutine.resume(theirs))
coroutine.close(theirs)
