-- attack: coroutines are made and kept without end
-- family: coroutines
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local kept = {}
while true do
  local co = coroutine.create(function(...) coroutine.yield(...) end)
  coroutine.resume(co, 1, 2, 3)
  kept[#kept + 1] = co
end
