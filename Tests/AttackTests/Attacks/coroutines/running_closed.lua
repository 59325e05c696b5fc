-- attack: a coroutine closes itself and those that have resumed it
-- family: coroutines
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local outer, inner
outer = coroutine.create(function()
  inner = coroutine.create(function()
    assert(not pcall(coroutine.close, inner) and not pcall(coroutine.close, outer))
    assert(not coroutine.resume(inner) and not coroutine.resume(outer))
    return "kept"
  end)
  return select(2, coroutine.resume(inner))
end)
local main = coroutine.running()
assert(select(2, coroutine.resume(outer)) == "kept")
assert(not coroutine.resume(main) and not pcall(coroutine.close, main))
