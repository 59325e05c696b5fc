-- attack: a coroutine is left open at exit with a handler that never ends
-- family: finalizers and closers
-- promise: processor time
-- defence: checks of liblua
-- expect: ok
-- hides: closed

held = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function() print("closed") while true do end end })
  coroutine.yield()
end)
coroutine.resume(held)
