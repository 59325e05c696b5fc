-- attack: what pairs gives of graphene is used to change it
-- family: environment and metatables
-- promise: isolation of modules
-- defence: read-only graphene
-- expect: ok

local step, state = pairs(graphene)
assert(state == nil or next(state) == nil)
for name, value in pairs(graphene) do
  if type(value) == "table" then pcall(function() value.evil = name end) end
end
for name, value in pairs(graphene) do assert(type(value) ~= "table" or not pcall(function()
  return value.evil.x end)) end
