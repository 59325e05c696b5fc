-- attack: graphene is changed by every way of assigning but rawset
-- family: environment and metatables
-- promise: isolation of modules
-- defence: read-only graphene
-- expect: ok

local ways = {
  function(t) t.pause = print end, function(t) t[1] = 1 end, function(t) table.insert(t, 1) end,
  function(t) table.move({ 1 }, 1, 1, 1, t) end, function(t) setmetatable(t, {}) end,
  function(t) setmetatable(t, nil) end, function(t) getmetatable(t).__index = {} end,
  function(t) t.pause = nil end,
}
for _, t in ipairs { graphene, graphene.json, graphene.time, graphene.log, graphene.run } do
  for i, way in ipairs(ways) do assert(not pcall(way, t), i) end
  assert(next(t) == nil and rawlen(t) == 0)
end
assert(graphene.pause ~= print)
