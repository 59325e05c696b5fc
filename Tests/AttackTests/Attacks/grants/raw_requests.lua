-- attack: a library that may only read sends requests of its own that change something
-- family: grants
-- promise: a library gets what it was granted
-- defence: grants checked by the host
-- expect: ok

return function(victim)
  local path = "/deployments/databases/graphneo/" .. victim.db.id
  assert(graphene.api("GET", "/deployments/plans"))
  for _, method in ipairs { "DELETE", "POST", "PUT", "PATCH", "get", "Get", "GET " } do
    assert(victim.fails(graphene.api, method, path), method)
  end
  for _, method in ipairs { "DELETE", "POST", "PUT" } do
    local _, code = victim.fails(victim.call, graphene.api, method, path .. "/pause")
    assert(code == "denied", method .. tostring(code))
  end
  local _, code = victim.fails(graphene.env, "GRANTED")
  assert(code == "denied")
  _, code = victim.fails(graphene.params, {})
  assert(code == "denied")
end
