-- A cancelled task cannot go on by catching errors.
-- expect: ok

local went_on = false
pcall(graphene.parallel, {
  function()
    while true do
      pcall(graphene.sleep, "1h")
      went_on = true
    end
  end,
  function()
    graphene.sleep(1)
    error("stop")
  end,
})
assert(not went_on)
