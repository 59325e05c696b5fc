-- attack: variables of the host are asked for that were not granted
-- family: surroundings
-- promise: no secret
-- defence: granted variables
-- expect: ok

for _, name in ipairs { "HOME", "PATH", "GRAPHENEDB_CLIENT_SECRET", "", "GRANTED\0", "granted",
  "=", "*" } do
  local ok, err = pcall(graphene.env, name)
  assert(not ok and (err.code == "denied" or err.code == "usage"), name .. tostring(err))
end
assert(graphene.env("GRANTED") == "yes")
