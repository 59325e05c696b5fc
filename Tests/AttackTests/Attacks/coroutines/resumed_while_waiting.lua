-- attack: a coroutine that waits for an effect is resumed by another task
-- family: coroutines
-- promise: nothing is forged
-- defence: effect token
-- expect: ok
-- prints: honest

local co = coroutine.create(function()
  local db = graphene.db("production/orders")
  print(db.name == "orders" and "honest" or "forged")
end)
graphene.parallel {
  function() coroutine.resume(co) end,
  function()
    local ok, message = coroutine.resume(co, { name = "forged" })
    assert(not ok and message:find("non-suspended", 1, true), message)
  end,
}
