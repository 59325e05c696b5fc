-- attack: coroutines resume coroutines until the C stack would end
-- family: coroutines
-- promise: the host lives
-- defence: checks of liblua
-- expect: ok

local deepest = 0
local function down(depth)
  deepest = depth
  local co = coroutine.create(down)
  return coroutine.resume(co, depth + 1)
end
down(1)
assert(deepest > 100 and deepest < 250, deepest)
