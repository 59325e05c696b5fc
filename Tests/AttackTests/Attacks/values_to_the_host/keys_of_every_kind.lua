-- attack: tables with keys that no message has
-- family: values to the host
-- promise: the host lives
-- defence: arguments checked by the host
-- expect: ok

for _, key in ipairs { 1.5, true, {}, print, 2 ^ 53, math.mininteger, "\0", "\xff", -1 } do
  pcall(graphene.output, "x", { [key] = 1 })
  pcall(graphene.json.encode, { [key] = 1 })
  pcall(graphene.log.info, "x", { [key] = 1 })
  pcall(graphene.databases, { [key] = 1 })
end
