-- attack: a coroutine that is stopped is followed by the next
-- family: coroutines
-- promise: processor time
-- defence: kill
-- expect: time_limit

while true do
  local co = coroutine.create(function() while true do end end)
  coroutine.resume(co)
end
