-- attack: an effect is waited for while a coroutine is being closed
-- family: coroutines
-- promise: the host lives
-- defence: yield barriers
-- expect: ok
-- prints: usage

local co = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function()
    local ok, err = pcall(coroutine.wrap(function() graphene.sleep(1) end))
    print(ok, not ok and err.code)
  end })
  coroutine.yield()
end)
coroutine.resume(co)
coroutine.close(co)
