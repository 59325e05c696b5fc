-- attack: a library changes what the script's handles say of their objects
-- family: grants
-- promise: a library gets what it was granted
-- defence: fields as copies
-- expect: ok

return function(victim)
  local db = victim.db
  local environment = graphene.environment("staging")
  local function forge(fields)
    if type(fields) ~= "table" then return end
    for key, value in next, fields do
      if type(value) == "table" then forge(value) else fields[key] = "forged" end
    end
    fields.env, fields.ref, fields.pause = "nowhere", "nowhere/else", function() return "forged" end
  end
  -- The data of an error are what `graphene.fail` made of what it was given.
  for _, data in ipairs { db, environment, { db = db, list = { environment } } } do
    forge(victim.catch(function() graphene.fail("stop", { data = data }) end).data)
  end
  for _, handle in ipairs { db, environment } do
    for _, value in pairs(handle) do forge(value) end
    forge(victim.walk(handle))
  end
  for _, key in ipairs { "network_rules", "peers" } do forge(environment[key]) end
  assert(db.env == "staging" and db.ref == "staging/orders" and db.state == "running")
  assert(environment.name == "staging" and not graphene.inspect(environment):find("forged"))
  local _, code = victim.fails(function() return db:pause() end)
  assert(code == "denied", code)
end
