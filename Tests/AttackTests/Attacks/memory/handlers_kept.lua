-- attack: clean-up handlers are registered without end
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit or time_limit

while true do graphene.defer(function() end) end
