-- attack: JSON nested 100,000 deep is read
-- family: values to the host
-- promise: the host lives
-- defence: depth of JSON
-- expect: ok

for _, text in ipairs { ("["):rep(100000), ('{"a":'):rep(50000), ("["):rep(65) .. ("]"):rep(65) } do
  local ok, err = pcall(graphene.json.decode, text)
  assert(not ok and err.code == "usage", tostring(err))
end
