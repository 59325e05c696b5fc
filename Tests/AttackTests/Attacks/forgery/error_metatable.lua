-- attack: the metatable of errors is taken and changed
-- family: forgery
-- promise: nothing is forged
-- defence: locked errors
-- expect: ok

local _, err = pcall(graphene.db, "no/such")
assert(type(getmetatable(err)) == "string")
assert(not pcall(setmetatable, err, nil) and not pcall(setmetatable, err, {}))
assert(not pcall(function() getmetatable(err).__tostring = function() return "forged" end end))
