-- attack: coroutine.wrap within pcall within coroutine.wrap
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function turn(depth)
  return coroutine.wrap(function()
    while true do
      pcall(depth > 0 and turn(depth - 1) or function() while true do end end)
    end
  end)
end
while true do pcall(turn(50)) end
