-- attack: graphene is changed by rawset
-- family: environment and metatables
-- promise: isolation of modules
-- defence: own rawset
-- expect: ok

for _, t in ipairs { graphene, graphene.json, graphene.time, graphene.log, graphene.run } do
  assert(not pcall(rawset, t, "pause", print))
  assert(rawget(t, "pause") == nil)
end
