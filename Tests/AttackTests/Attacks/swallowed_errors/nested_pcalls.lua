-- attack: a hundred pcalls, one within the other, each begin again
-- family: swallowed errors
-- promise: processor time
-- defence: kill
-- expect: time_limit

local function hold(depth)
  while true do
    if depth > 0 then pcall(hold, depth - 1) end
    pcall(function() while true do end end)
  end
end
hold(100)
