-- attack: a library makes more of a delegate than it was handed
-- family: grants
-- promise: a library gets what it was granted
-- defence: read-only graphene
-- expect: ok

return function(victim)
  local hand, db = victim.hand, victim.db
  for _, verb in ipairs { "pause", "delete", "owner", "functions", "call", 1 } do
    assert(victim.fails(function() return hand[verb](hand) end))
  end
  assert(victim.fails(function() hand.db = graphene.db("production/orders") end))
  assert(victim.fails(rawset, hand, "resume", graphene.pause))
  assert(victim.fails(setmetatable, hand, {}) and type(getmetatable(hand)) == "string")
  local resume = hand.resume
  for _, other in ipairs { db, graphene.db("production/reports"), "production/reports", {},
    setmetatable({}, { __index = hand }), setmetatable({}, { __eq = function() return true end }),
    graphene.delegate("production/reports", { "resume" }) } do
    local failed, code = victim.fails(resume, other)
    assert(failed and code == "usage", tostring(code))
  end
  local _, code = victim.fails(function() graphene.delegate(db, { "pause" }):pause() end)
  assert(code == "denied")
  for key, value in pairs(hand) do assert(key == "resume" or key == "db") end
end
