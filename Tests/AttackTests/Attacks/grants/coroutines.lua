-- attack: a library calls a handle's methods from coroutines and through `wrap`
-- family: grants
-- promise: a library gets what it was granted
-- defence: functions of one owner
-- expect: ok

return function(victim)
  local db = victim.db
  local function denied(...) local _, code = victim.fails(...) assert(code == "denied", code) end

  denied(coroutine.wrap(function() db:pause() end))
  denied(coroutine.wrap(db.pause), db)
  denied(coroutine.wrap(graphene.pause), db)
  denied(function() return coroutine.wrap(coroutine.wrap(db.delete))(db) end)
  for _, fn in ipairs { db.pause, function() db:pause() end } do
    local _, ok, err = victim.resume(coroutine.create(function() return pcall(fn, db) end))
    assert(not ok and err.code == "denied")
    local done, why = victim.resume(coroutine.create(fn), db)
    assert(not done and why.code == "denied")
  end
  -- What the victim's coroutine runs while it waits in the library is the library's own all the same.
  local outer = coroutine.running()
  denied(function() coroutine.resume(outer) db:restart() end)
end
