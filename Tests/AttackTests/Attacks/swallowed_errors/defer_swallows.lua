-- attack: a clean-up handler swallows the limit a second time
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

graphene.defer(function() while true do pcall(function() while true do end end) end end)
while true do end
