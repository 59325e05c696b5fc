-- attack: coroutines each keep a deep stack
-- family: memory
-- promise: memory
-- defence: memory cap
-- expect: memory_limit

local kept = {}
local function deep(n) if n == 0 then coroutine.yield() else return 1 + deep(n - 1) end end
while true do
  local co = coroutine.create(deep)
  coroutine.resume(co, 5000)
  kept[#kept + 1] = co
end
