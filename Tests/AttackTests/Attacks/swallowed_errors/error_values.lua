-- attack: errors of every kind are raised and caught against the limit
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local values = { nil, false, 1, "x", {}, print, coroutine.create(print), graphene.json.null }
while true do
  for i = 1, 8 do pcall(error, values[i], i) end
end
