-- parallel runs functions at the same time and gives the result of each.
-- expect: ok

local elapsed = graphene.time.stopwatch()
local production, staging = graphene.parallel {
  function()
    graphene.sleep(20)
    return graphene.db("production/orders").env
  end,
  function()
    graphene.sleep(20)
    return graphene.db("staging/orders").env
  end,
}
assert(production == "production" and staging == "staging")
assert(elapsed() < 40, elapsed())
