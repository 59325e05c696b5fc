-- attack: the metamethods of a handle are called with what is none
-- family: forgery
-- promise: nothing is forged
-- defence: locked handles
-- expect: ok

local now = graphene.time.now()
for _, value in ipairs { 1, "x", {}, graphene.json.null, setmetatable({}, { __eq = function()
  return true end }) } do
  assert(now ~= value and not pcall(function() return now < value end))
  assert(not pcall(function() return now .. value end))
end
assert(type(getmetatable(now)) == "string" and type(getmetatable(graphene.json.null)) == "string")
