-- attack: a library takes methods off handles, its own and the script's
-- family: grants
-- promise: a library gets what it was granted
-- defence: methods of whoever indexes
-- expect: ok

return function(victim)
  local db = victim.db
  for _, verb in ipairs { "pause", "restart", "delete", "snapshot", "clone", "resize", "restore" } do
    local _, code = victim.fails(function() return db[verb](db, "DS1") end)
    assert(code == "denied", verb .. ": " .. tostring(code))
  end
  local own = graphene.db("staging/catalog")
  for _, fn in ipairs { own.pause, db.pause, graphene.pause } do
    local _, code = victim.fails(victim.call, fn, db)
    assert(code == "denied")
  end
  for key, value in pairs(db) do assert(type(value) ~= "function", key) end
end
