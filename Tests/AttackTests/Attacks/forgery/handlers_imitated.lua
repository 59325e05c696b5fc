-- attack: the objects of defer are taken apart
-- family: forgery
-- promise: nothing is forged
-- defence: locked errors
-- expect: ok
-- prints: once

local handler = graphene.defer(function() print("once") end)
assert(type(getmetatable(handler)) == "string" and next(handler) == nil)
assert(not pcall(function() handler.active = true end) and not pcall(setmetatable, handler, {}))
