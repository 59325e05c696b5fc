-- attack: references to databases hold paths, queries and line ends
-- family: surroundings
-- promise: the host's surroundings are untouched
-- defence: arguments checked by the host
-- expect: ok

for _, ref in ipairs { "id:../../auth", "id:a/b", "id:x?y=z", "id:\r\nX: y", "production/../x",
  "id:%2e%2e", "\0", "id:" } do
  local ok, err = pcall(graphene.db, ref)
  assert(not ok and (err.code == "usage" or err.code == "not_found"), ref .. tostring(err))
end
