-- attack: every task of a map swallows
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

graphene.map({ 1, 2, 3, 4 }, function()
  while true do pcall(function() while true do end end) end
end, { failures = "collect" })
