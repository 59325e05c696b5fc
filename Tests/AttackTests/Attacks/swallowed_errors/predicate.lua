-- attack: the predicate of wait_until swallows and never answers
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

graphene.wait_until(function()
  while true do pcall(function() while true do end end) end
end, { timeout = "1s" })
